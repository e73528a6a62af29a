/** From tree to text: one text for every tree, which reads back as that tree. Pure. */
import { isFieldName } from "../../event/index.ts";
import { unseen } from "./cut.ts";
import { normalise } from "./normal.ts";
import { type Condition, isAll, isAny, isCondition, isNot, operatorSigns, type Tree } from "./tree.ts";

/** The canonical text; "" for everything. */
export function printQuery(tree: Tree): string {
  const plain = normalise(tree);
  if (isAny(plain) && !headOfAll(plain.any)) return plain.any.map(printMember).join(" OR ");
  return isAll(plain) ? plain.all.map(printMember).join(" ") : printMember(plain);
}

/** As it stands beside others: a group in its parentheses. */
function printMember(tree: Tree): string {
  if (isCondition(tree)) return printCondition(tree);
  if (isNot(tree)) return `-${printMember(tree.not)}`;
  if (isAll(tree)) return `(${tree.all.map(printMember).join(" ")})`;
  const head = headOfAll(tree.any);
  if (head === undefined) return `(${tree.any.map(printMember).join(" OR ")})`;
  return `${head}(${(tree.any as Condition[]).map(({ value }) => printed(value, plainWord)).join(" OR ")})`;
}

/** `actor:` where all members are conditions of that beginning, so that it need not be repeated. */
function headOfAll(members: readonly Tree[]): string | undefined {
  const heads = members.map((member) => (isCondition(member) && member.field !== "text" ? headOf(member) : undefined));
  return heads.every((head) => head === heads[0]) ? heads[0] : undefined;
}

function printCondition(condition: Condition): string {
  const { field, value } = condition;
  return field === "text" ? printed(value, plainWord) : headOf(condition) + printed(value, plainValue);
}

const plainName = /^\p{L}[\p{L}\p{N}_.$-]*$|^_[\p{L}\p{N}_.$-]*$/u;
const plainNameOfSide = /^[\p{L}\p{N}_.$-]+$/u;

/** `credit_limit>`, `was.tier=`, `became."credit limit"=`, `actor:` */
function headOf({ field, operator, of }: Condition): string {
  const sign = operatorSigns[operator];
  if (of === undefined) return `${field}${sign}`;
  const short =
    field === "became" && plainName.test(of) && !isFieldName(of.toLowerCase()) && !/^(was|became)\./i.test(of);
  const name = short ? of : `${field}.${plainNameOfSide.test(of) ? of : quoted(of)}`;
  return `${name}${operator === "is" ? "=" : sign}`;
}

/** A word that means itself wherever it stands. */
const plainWord = /^(?!(?:and|or|not)$)[\p{L}\p{N}_.@/+*#%&$~,;|'][\p{L}\p{N}\p{M}_.@/+*#%&$~,;|'-]*$/iu;
/** After a name and a sign colons and negative numbers are plain, too. */
const plainValue = /^[\p{L}\p{N}_.@/+*#%&$~,;|'-][\p{L}\p{N}\p{M}_.@/+*#%&$~,;|':-]*$/u;

function printed(value: string, plain: RegExp): string {
  return plain.test(value) && !value.startsWith("//") ? value : quoted(value);
}

const everyUnseen = new RegExp(unseen.source, "gu");

function quoted(value: string): string {
  return `"${visible(value.replaceAll(/["\\]/g, "\\$&"))}"`;
}

/** With a code in the place of what nobody sees or what turns the direction of the text: \\u{202e}. */
export function visible(text: string): string {
  return text.replaceAll(everyUnseen, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
