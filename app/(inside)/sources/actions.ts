"use server";
import type { Answer } from "@/components/sources/acts";
import { currentPrincipal } from "@/lib/access";
import {
  connectSource,
  type FoundDatabase,
  type GivenAddress,
  type GivenWish,
  inspectDatabase,
  type Preview,
  type PreviewWish,
  pauseSource,
  previewRows,
  removeSource,
  renameSource,
  resumeSource,
} from "@/lib/capture";
import { Fault } from "@/lib/event";

export async function inspect(address: GivenAddress, source?: string): Promise<Answer<FoundDatabase>> {
  return answered(async () => inspectDatabase(await currentPrincipal(), address, source));
}

export async function preview(address: GivenAddress, wish: PreviewWish): Promise<Answer<Preview>> {
  return answered(async () => previewRows(await currentPrincipal(), address, wish));
}

export async function connect(address: GivenAddress, wish: GivenWish, source?: string) {
  return answered(async () => connectSource(await currentPrincipal(), address, wish, source));
}

export async function pause(id: string, reason: string): Promise<Answer<undefined>> {
  return answered(async () => void (await pauseSource(await currentPrincipal(), id, reason)));
}

export async function resume(id: string): Promise<Answer<undefined>> {
  return answered(async () => void (await resumeSource(await currentPrincipal(), id)));
}

export async function rename(id: string, name: string): Promise<Answer<undefined>> {
  return answered(async () => void (await renameSource(await currentPrincipal(), id, name)));
}

export async function remove(id: string, address: GivenAddress, discard: boolean): Promise<Answer<undefined>> {
  return answered(async () => void (await removeSource(await currentPrincipal(), id, address, discard)));
}

/** A refusal is an answer: it stands beside what was typed, which stays. */
async function answered<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { done: await work() };
  } catch (fault) {
    if (fault instanceof Fault) return { refused: fault.message, held: fault.code === "held" };
    throw fault;
  }
}
