/**
 * The log: one line per request, per event of a worker, per failure. A line is made of words that stand in our code, numbers,
 * names of classes, codes and places in files. What came from outside, what the database said and what a message repeats has no
 * way in: an Error is logged without its message. On standard error; standard output belongs to commands.
 */
import { randomBytes } from "node:crypto";
import pino, { type Logger } from "pino";
import { sqlState } from "../database/index.ts";
import { Fault } from "../event/index.ts";

export type Level = "debug" | "info" | "warn" | "error";
/** What a line may say beside its words. */
export type Facts = Record<string, string | number | boolean | string[] | undefined>;

interface Output {
  write(line: string): void;
}

export interface Log {
  line(level: Level, words: string, facts?: Facts): void;
  /** Logs class, code and place of an error, and returns the reference under which the line is found. */
  failure(words: string, error: unknown, facts?: Facts): string;
}

/** By VOUCH_LOG and VOUCH_LOG_LEVEL. `part`: which process speaks. */
export function openLog(part: string, env: NodeJS.ProcessEnv = process.env, output?: Output): Log {
  const onTerminal = !env.VOUCH_LOG && process.stderr.isTTY === true;
  const asText = onTerminal || env.VOUCH_LOG === "text";
  const raw = output ?? pino.destination({ fd: 2, sync: true });
  const destination = asText ? { write: (line: string) => raw.write(readable(line)) } : raw;
  const logger = pino(
    {
      level: env.VOUCH_LOG_LEVEL || (onTerminal ? "warn" : "info"),
      base: { part },
      messageKey: "words",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
  return logOver(logger);
}

function logOver(logger: Logger): Log {
  return {
    line: (level, words, facts = {}) => logger[level](facts, words),
    failure(words, error, facts = {}) {
      const reference = (facts.reference as string | undefined) ?? randomBytes(6).toString("hex");
      logger.error({ ...facts, ...describeFailure(error), reference }, words);
      return reference;
    },
  };
}

/** Class, code and places of an error and of what caused it: nothing that anybody typed, and no value. */
export function describeFailure(error: unknown): Facts {
  const chain: unknown[] = [];
  for (let e: unknown = error; e !== undefined && e !== null && chain.length < 4; e = (e as Error).cause) chain.push(e);
  return {
    class: chain.map(classOf).join(" < "),
    code: error instanceof Fault ? error.code : (plain(sqlState(error)) ?? "none"),
    at: placesOf(error),
  };
}

function classOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return plain(error.constructor?.name) ?? plain(error.name) ?? "Error";
}

/** A name or code as programs have them; anything else is left out. */
function plain(text: string | undefined): string | undefined {
  return text && /^[\w.$-]{1,60}$/.test(text) ? text : undefined;
}

const frame = /^\s+at (?:(?:async |new )?([\w$.#<>[\] ]{1,80}) \()?(?:file:\/\/)?([^\s()?]{1,300}):(\d+):\d+\)?$/;

/** The frames of the stack. A message may hold lines that look like frames: it is cut off first, and where it cannot be found, all of it. */
function placesOf(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== "string") return [];
  const { stack, message } = error;
  const at = stack.indexOf(message);
  if (at < 0) return [];
  return stack
    .slice(at + message.length)
    .split("\n")
    .map((line) => frame.exec(line))
    .filter((found) => found !== null)
    .slice(0, 8)
    .map(([, name, file = "", line]) => `${name ? `${name} ` : ""}${file.split("/").slice(-3).join("/")}:${line}`);
}

/** A line for a terminal. */
function readable(line: string): string {
  const { time, level, part, words, pid: _pid, hostname: _host, ...facts } = JSON.parse(line);
  const said = Object.entries(facts).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? value.join(" | ") : value}`,
  );
  return `${[String(time).slice(11, 23), String(level).padEnd(5), `${part}:`, words, ...said].join(" ")}\n`;
}
