/** The forms that settings have. */
import { z } from "zod";
import { roles } from "../access/index.ts";

export const text = (longest = 500) => z.string().max(longest);
export const onOff = z.enum(["on", "off"]);
export const flag = z.enum(["0", "1"]);
export const secret = (shortest: number) => z.string().min(shortest).max(1_000);
export const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
export const database = url("postgres:", "postgresql:").refine(
  (value) => URL.canParse(value) && new URL(value).pathname.length > 1,
);
export const https = url("https:", "http:");
export const groupRoles = z
  .string()
  .refine((value) =>
    value
      .split(",")
      .every(
        (pair) =>
          (roles as readonly string[]).includes(pair.slice(pair.lastIndexOf("=") + 1).trim()) &&
          pair.lastIndexOf("=") > 0,
      ),
  );
export const port = z
  .string()
  .refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535);
