import { effectiveSettings, readSettings } from "../../lib/operations/index.ts";
import { type Command, readArguments } from "./command.ts";

/** The settings that hold, without secrets. Exit code 78 where one is wrong. */
export const command: Command = async (args) => {
  const { values } = readArguments(args, { json: { type: "boolean" } }, 0, "vouch config [--json]");
  const { env, problems, warnings } = readSettings(process.env);
  const held = effectiveSettings(env);
  if (values.json) console.log(JSON.stringify({ settings: held, problems, warnings }));
  else {
    const width = Math.max(...held.map(({ name }) => name.length));
    for (const { name, value, from } of held)
      console.log(`${name.padEnd(width)}  ${from === "default" ? `(default) ${value}` : value}`);
    for (const sentence of [...warnings, ...problems]) console.error(sentence);
  }
  return problems.length > 0 ? 78 : 0;
};
