#!/usr/bin/env python3
"""Checks an exported Vouch ledger, with nothing but Python 3.9 or later.

This is a second verifier, independent of the product: it was written from docs/format.md alone (the format `vouch/1`)
and shares no code with the product. The section numbers (§) in the comments are those of that page.

    python3 tools/verify.py EXPORT --key KEYFILE --checkpoints FOLDER [--json]
    python3 tools/verify.py --vectors lib/integrity/vectors

EXPORT is an export of leaves (§6), KEYFILE holds the verifier key (§5) that YOU trust, FOLDER the checkpoints that were
kept outside the database (§5). Every leaf, leaf hash, chain value and root is recomputed, and every signature checked.
The export is read line by line; memory holds the tree's frontier and the list of checkpoints, never the entries.

Exit codes: 0 verified, 1 tampered with (or not in the format), 2 not checked.
"""

import argparse
import base64
import binascii
import datetime
import glob
import hashlib
import hmac
import json
import os
import re
import sys
import threading

MOST_LISTED = 100  # findings that are listed; the others are counted
LONGEST_LEAF = 65_536  # §1
LONGEST_LINE = 1 << 20  # a leaf of 65,536 bytes, every one escaped as \u00xx, fits


class Malformed(Exception):
    """Something is not as the page says: what, and where (a JSON Pointer)."""

    def __init__(self, what, path=""):
        super().__init__(what, path)
        self.what, self.path = what, path

    def __str__(self):
        return f"{self.path} {self.what}" if self.path else self.what


class NotChecked(Exception):
    """There is nothing to give a verdict on."""


# ---- Encodings (the page's introduction) ----


def from_b64(text, length=None):
    """RFC 4648 §4, strictly: one text for each sequence of bytes."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("is not base64") from None
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        raise Malformed("is not base64 of the right length")
    return data


def b64url(data):
    """RFC 4648 §5 without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_b64url(text, length):
    try:
        return b64url(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == text and len(text) == -(-length * 8 // 6)
    except (binascii.Error, ValueError):
        return False


# ---- Canonical JSON, RFC 8785, without numbers (§1) ----


def no_number(text):
    raise Malformed("holds a number: " + text[:40])


def utf16_order(name):
    return name.encode("utf-16-be", "surrogatepass")  # RFC 8785 §3.2.3


def ordered(pairs):
    """The members of an object, whose names must ascend strictly by their UTF-16 code units."""
    for (first, _), (second, _) in zip(pairs, pairs[1:]):
        ascends = first < second if first.isascii() and second.isascii() else utf16_order(first) < utf16_order(second)
        if not ascends:
            raise Malformed(f"members are not in order, or twice there: {second[:40]!r}")
    return dict(pairs)


def unrepeated(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("a member is there twice")
    return members


def decoder_with(hook):
    return json.JSONDecoder(object_pairs_hook=hook, parse_int=no_number, parse_float=no_number, parse_constant=no_number)


CANONICAL, PLAIN = decoder_with(ordered), decoder_with(unrepeated)
# Python's encoder escapes exactly what RFC 8785 §3.2.2.2 escapes, in the same way.
WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def decode(decoder, text):
    try:
        return decoder.decode(text)
    except ValueError as error:
        raise Malformed(f"is not JSON: {error}") from None


def parse_canonical(text):
    """Whatever survives reading and writing again, byte for byte, with ordered members, is canonical."""
    value = decode(CANONICAL, text)
    if WRITER.encode(value) != text:
        raise Malformed("is not written as RFC 8785 writes it")
    return value


def parse_plain(data):
    """JSON of the page's own lines, which nest nothing deeply."""
    try:
        return decode(PLAIN, data.decode())
    except UnicodeDecodeError:
        raise Malformed("is not UTF-8") from None
    except RecursionError:
        raise Malformed("is nested deeply") from None


def jcs(value):
    """The canonical text of a value without numbers."""
    return WRITER.encode(in_order(value))


def in_order(value):
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value, key=utf16_order)}
    if isinstance(value, list):
        return [in_order(member) for member in value]
    if value is None or isinstance(value, (str, bool)):
        return value
    raise Malformed("holds a number")


# ---- Hashes (§4) ----


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(leaf):
    return sha256(b"\x00" + leaf)  # RFC 6962 §2.1


def node_hash(left, right):
    return sha256(b"\x01" + left + right)  # RFC 6962 §2.1


def chain_step(previous, leaf):
    return sha256(b"\x02" + previous + leaf)


def chain_start(ledger):
    return sha256(b"vouch/1 ledger\x00" + ledger.encode())


class Frontier:
    """The roots of the complete subtrees of a growing tree, the largest first: all that the next roots need."""

    def __init__(self, size=0, peaks=()):
        self.size, self.peaks = size, list(peaks)

    def add(self, leaf):
        self.peaks.append(leaf)
        size = self.size
        while size & 1:
            right = self.peaks.pop()
            self.peaks.append(node_hash(self.peaks.pop(), right))
            size >>= 1
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")  # RFC 6962 §2.1, the empty list
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self):
        return Frontier(self.size, self.peaks)


# ---- Ed25519 verification, RFC 8032 §5.1, in extended coordinates (x, y, z, t) ----

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add_points(p, q):  # RFC 8032 §5.1.4
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def decode_point(data):  # RFC 8032 §5.1.3
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or v * x * x % P != u or (x == 0 and sign):
        raise Malformed("is not a point of the curve")
    return point_of(P - x if x & 1 != sign else x, y)


def point_of(x, y):
    return (x, y, 1, x * y % P)


def encode_point(p):  # RFC 8032 §5.1.2
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def multiples(point):
    """64 rows of 16: row i holds 0 to 15 times 16^i times the point."""
    rows = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(add_points(row[-1], point))
        rows.append(row)
        point = add_points(row[-1], point)
    return rows


def times(rows, number):
    result = NEUTRAL
    for row in rows:
        result = add_points(result, row[number & 15])
        number >>= 4
    return result


BASE = multiples(decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))  # RFC 8032 §5.1, y = 4/5


class PublicKey:
    def __init__(self, data):
        x, y, _, _ = decode_point(data)
        self.data, self.negative = data, multiples(point_of(-x % P, y))

    def verifies(self, signature, message):  # RFC 8032 §5.1.7, without cofactor: R = [S]B - [k]A
        s = int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or s >= ORDER:
            return False
        k = int.from_bytes(hashlib.sha512(signature[:32] + self.data + message).digest(), "little") % ORDER
        return encode_point(add_points(times(BASE, s), times(self.negative, k))) == signature[:32]


# RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc): public key, message, signature
ED25519_TESTS = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", b"",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", b"\x72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", b"\xaf\x82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", hashlib.sha512(b"abc").digest(),
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
)


def self_test():
    for key, message, signature in ED25519_TESTS:
        public, signed = PublicKey(bytes.fromhex(key)), bytes.fromhex(signature)
        beyond = signed[:32] + (int.from_bytes(signed[32:], "little") + ORDER).to_bytes(32, "little")
        if not public.verifies(signed, message) or public.verifies(signed, message + b"!") or public.verifies(beyond, message):
            raise NotChecked("this verifier fails the test vectors of RFC 8032 on this machine")


# ---- The structure of a leaf (§1, §2) ----

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")  # RFC 9562 §5.7
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})Z", re.ASCII)
DECIMAL = re.compile(r"0|[1-9][0-9]*")
INDEX = re.compile(r"0|[1-9][0-9]{0,29}")  # Python refuses to read numbers that are much longer
CATEGORIES = (
    "record authentication permission sensitive_read statement approval agent_decision export review retention "
    "integrity coverage configuration"
)


def text(value):
    if type(value) is not str:
        raise Malformed("is not a string")


def matching(pattern, what):
    def check(value):
        if type(value) is not str or not pattern.fullmatch(value):
            raise Malformed("is not " + what)

    return check


uuid, uuid7 = matching(UUID, "a UUID"), matching(UUID7, "a UUID of version 7")
decimal, index_number = matching(DECIMAL, "a decimal number"), matching(INDEX, "a number of an entry")
event_type = matching(re.compile(r"(?s:.+\..+)"), "namespaced")


def time(value):
    found = TIME.fullmatch(value) if type(value) is str else None
    try:
        datetime.datetime(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise Malformed("is not a time") from None


def one_of(words):
    allowed = frozenset(words.split())

    def check(value):
        if type(value) is not str or value not in allowed:
            raise Malformed(f"is not one of: {words}")

    return check


def list_of(member):
    def check(value):
        if type(value) is not list:
            raise Malformed("is not a list")
        for index, item in enumerate(value):
            try:
                member(item)
            except Malformed as error:
                raise Malformed(error.what, f"/{index}{error.path}") from None

    return check


def object_of(members):
    """A closed set of members; those whose name ends with ? may be absent."""
    known = {name.rstrip("?"): check for name, check in members.items()}
    required = [name for name in members if not name.endswith("?")]

    def check(value):
        if type(value) is not dict:
            raise Malformed("is not an object")
        for name, member in value.items():
            if name not in known:
                raise Malformed(f"has the unknown member {name[:40]!r}")
            try:
                known[name](member)
            except Malformed as error:
                raise Malformed(error.what, f"/{name}{error.path}") from None
        for name in required:
            if name not in value:
                raise Malformed(f"lacks {name!r}")

    return check


def bytes_text(length):
    def check(value):
        if type(value) is not str or not is_b64url(value, length):
            raise Malformed(f"is not base64url of {length} bytes")

    return check


binding = object_of({"sha256": bytes_text(32)})  # §3
kept_binding = object_of({"sha256": bytes_text(32), "length": decimal})
hashed = object_of({"hmac": bytes_text(32)})


def check_value(value, of_type):  # §2.2
    if value is None or type(value) in (str, bool):
        return
    if type(value) is not list or of_type not in ("array", "document"):
        raise Malformed(f"is not a value of type {of_type[:40]!r}")
    members = {"array": {"type", "value"}, "document": {"name", "type", "value"}}[of_type]
    for index, member in enumerate(value):
        if type(member) is not dict or member.keys() != members or not all(type(member[m]) is str for m in members - {"value"}):
            raise Malformed(f"is not a member of type {of_type!r}", f"/{index}")
        check_value(member["value"], member["type"])


def check_side(side, mode, of_type):  # §2.1
    if mode == "keep" and type(side) is dict:
        kept_binding(side)
    elif mode == "keep":
        check_value(side, of_type)
    elif mode in ("erasable", "conceal"):
        binding(side)
    elif side is not None:
        hashed(side)


# The sides a field may have; "the sides that exist" is read so that none of them must be there.
SIDES = {"insert": {"after"}, "delete": {"before"}, "truncate": set(), "data": {"value"}}
FIELD_MODE = one_of("keep erasable conceal hash omit")


def check_type_before(field):
    if type(field["typeBefore"]) is not str or field["typeBefore"] == field["type"]:
        raise Malformed("has a typeBefore that is no other type")


def type_of(field, side):
    return field.get("typeBefore", field["type"]) if side == "before" else field["type"]


def check_field(field, operation):  # §2.1
    if type(field) is not dict or not all(type(field.get(name)) is str for name in ("name", "type", "mode")):
        raise Malformed("is not a field")
    FIELD_MODE(field["mode"])
    sides = field.keys() - {"name", "type", "mode"}
    if operation == "update":
        if type(field.get("changed")) is not bool:
            raise Malformed("does not say whether it changed")
        sides = sides - {"changed"}
    if "typeBefore" in field and operation == "update" and field["changed"]:
        check_type_before(field)
        sides = sides - {"typeBefore"}
    allowed = SIDES.get(operation) if operation != "update" else {"before", "after"} if field["changed"] else {"value"}
    if not sides <= (set() if field["mode"] == "omit" else allowed):
        raise Malformed(f"has sides that {operation} with mode {field['mode']} has not")
    for side in sides:
        try:
            check_side(field[side], field["mode"], type_of(field, side))
        except Malformed as error:
            raise Malformed(error.what, f"/{side}{error.path}") from None


def fields_of(operation):
    return list_of(lambda field: check_field(field, operation))


FIELDS = {name: fields_of(name) for name in ("insert", "update", "delete", "truncate", "data")}
change_members = object_of({"operation": one_of("insert update delete truncate"), "fields": lambda value: None})


def change(value):
    change_members(value)
    try:
        (binding if type(value["fields"]) is dict else FIELDS[value["operation"]])(value["fields"])
    except Malformed as error:
        raise Malformed(error.what, "/fields" + error.path) from None


whole_statement = object_of({
    "id": text, "text?": text, "exact?": binding, "exactMode?": one_of("conceal omit"), "tables?": list_of(text), "rows?": decimal, "partOf?": text,
    "error?": binding, "duration?": decimal,
})
part_of_statement = object_of({"partOf": text})


def statement(value):
    """With `partOf` alone, `id` is absent too: the page says "has only `partOf`"."""
    alone = type(value) is dict and "id" not in value and "partOf" in value
    (part_of_statement if alone else whole_statement)(value)


ATTRIBUTION, ACTOR = one_of("verified claimed none"), one_of("human service agent unknown")
check_event = object_of({
    "id": uuid7,
    "type": event_type,
    "category": one_of(CATEGORIES),
    "occurredAt": time,
    "source": object_of({"id": text, "kind": one_of("postgres gateway mongodb http vouch"), "name": text, "position?": text}),
    "actor": object_of({
        "kind": ACTOR, "id": text, "name?": text, "attribution": ATTRIBUTION,
        "onBehalfOf?": object_of({"kind?": ACTOR, "id": text, "name?": text, "attribution": ATTRIBUTION}),
    }),
    "origin?": object_of({
        "channel?": one_of("ui api automation agent migration direct_sql"), "login?": text, "role?": text,
        "application?": text, "address?": text, "userAgent?": text, "server?": text,
    }),
    "target?": object_of({"system?": text, "schema?": text, "type": text, "id?": text}),
    "change?": change,
    "statement?": statement,
    "decision?": object_of({
        "outcome": one_of("allowed denied approved"), "rule?": text, "policy?": text, "request?": text,
        "approvers?": list_of(object_of({"id": text, "name?": text, "at": time, "reason?": text})),
    }),
    "agent?": object_of({"model?": text, "run?": text, "prompt?": text, "reasoning?": binding}),
    "correlation?": object_of({"transaction?": text, "session?": text, "request?": text, "ticket?": text, "reason?": binding}),
    "retention": text,
    "data?": FIELDS["data"],
})
check_leaf = object_of({
    "format": one_of("vouch/1"), "ledger": uuid, "nonce": bytes_text(16), "recordedAt": time, "event": check_event,
})


def read_leaf(data, leaf_text):
    """A leaf that is what §1 and §2 say."""
    if len(data) > LONGEST_LEAF:
        raise Malformed("is longer than 65,536 bytes")
    leaf = parse_canonical(leaf_text)
    check_leaf(leaf)
    return leaf


# ---- Disclosures (§3) ----


def committed_text(disclosure):
    return jcs([disclosure[name] for name in ("salt", "path", "type", "value")])


def commitment(disclosure):
    return sha256(b"vouch/1 disclosure\x00" + committed_text(disclosure).encode())


def at_pointer(value, path):
    """RFC 6901."""
    for part in path.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def value_text(value):
    return value if isinstance(value, str) else jcs(value)


# ---- Checkpoints (§5) ----


class VerifierKey:
    def __init__(self, line):
        name, found, key = (line.strip().split("+", 2) + ["", ""])[:3]
        self.name = name
        data = from_b64(key, 33)
        if not name.startswith("vouch/") or not UUID.fullmatch(name[6:]) or data[:1] != b"\x01":
            raise Malformed("is not a verifier key of a ledger")
        self.ledger, self.public = name[6:], PublicKey(data[1:])
        self.id = sha256(name.encode() + b"\n" + data)[:4]
        if found != self.id.hex():
            raise Malformed("has a key id that is not that of its key")


def read_checkpoint(note):
    """(ledger, size, root, text, key name, key id ‖ signature) of a note: three lines, an empty one, one signature."""
    lines = note.split("\n")
    if len(lines) != 6 or lines[3] or lines[5] or not lines[4].startswith("\u2014 vouch/"):
        raise Malformed("is not a checkpoint")
    name, _, signature = lines[4][2:].partition(" ")
    if not lines[0].startswith("vouch/") or not UUID.fullmatch(lines[0][6:]) or not INDEX.fullmatch(lines[1]):
        raise Malformed("is not a checkpoint of a ledger")
    return lines[0][6:], int(lines[1]), from_b64(lines[2], 32), "\n".join(lines[:3]) + "\n", name, from_b64(signature, 68)


def open_checkpoint(note, key):
    """(size, root) of a checkpoint that the trusted key signed."""
    ledger, size, root, signed, name, signature = read_checkpoint(note)
    if name != key.name or ledger != key.ledger:
        raise Malformed(f"is of {name}, the trusted key is of {key.name}")
    if signature[:4] != key.id:
        raise Malformed(f"is signed by the key {signature[:4].hex()}, the trusted key is {key.id.hex()}")
    if not key.public.verifies(signature[4:], signed.encode()):
        raise Malformed("has a signature that is not that of the trusted key")
    return size, root


def notes_in(folder):
    """(where, note) of every checkpoint in the folder, in order, then latest.note."""
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "*.jsonl"))):
        with open(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.endswith(b"\n"):  # a last line without it does not count
                    yield f"{os.path.basename(path)} line {number}", line
    latest = os.path.join(folder, "latest.note")
    if os.path.exists(latest):
        with open(latest, "rb") as file:
            yield "latest.note", file.read()


def note_of(where, data):
    if where != "latest.note":
        line = parse_plain(data)
        object_of({"signedAt": time, "note": text})(line)
        return line["note"]
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Malformed("is not UTF-8") from None


def read_checkpoints(folder, key, findings):
    """{size: root} of the checkpoints that hold; the others are findings."""
    roots, before = {}, 0
    for where, data in notes_in(folder):
        try:
            size, root = open_checkpoint(note_of(where, data), key)
        except Malformed as error:
            findings.add("checkpoint", None, f"the checkpoint in {where} {error}")
            continue
        if size < before and where != "latest.note":
            findings.add("checkpoint", None, f"the checkpoint in {where} is of fewer entries than the one before")
        before = size
        if roots.setdefault(size, root) != root:
            findings.add("checkpoint", None, f"the checkpoint in {where} contradicts another one of {size} entries")
    return roots


# ---- The export (§6) ----


class Findings:
    """What is wrong: entries side by side with the same fault are one finding, at most MOST_LISTED are kept."""

    def __init__(self):
        self.listed, self.count, self.last = [], 0, {}

    def add(self, kind, entries, what):
        self.count += 1
        last = self.last.get((kind, what))
        if last and entries and last["to"] == str(entries[0]):
            last["to"] = str(entries[1])
        elif len(self.listed) < MOST_LISTED:
            at = {"from": str(entries[0]), "to": str(entries[1])} if entries else {}
            self.listed.append({"kind": kind, **at, "text": what})
            if entries:
                self.last[kind, what] = self.listed[-1]


def lines_of(file):
    """The lines without their newline; None stands for one that is too long."""
    while True:
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        while not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            line = file.readline(LONGEST_LINE)
        yield line.rstrip(b"\n") if whole else None


def parse_line(line):
    if line is None:
        raise Malformed("is too long")
    return parse_plain(line)


def read_header(line):
    header = parse_line(line)
    object_of({"export": one_of("vouch/1"), "ledger": uuid, "from": index_number, "to": index_number})(header)
    return header["ledger"], (int(header["from"]), int(header["to"]))


entry_members = object_of({"index": index_number, "leaf": text, "leafHash": text, "chain": text})


def hash_of(entry, name):
    """The hash an entry states, or None where it states none."""
    try:
        return from_b64(entry[name], 32)
    except Malformed:
        return None


class Ledger:
    """Takes the lines of an export in order and compares whatever they state with what was recomputed."""

    def __init__(self, ledger, span, roots, findings):
        self.ledger, (self.start, self.to) = ledger, span
        self.roots, self.findings = roots, findings
        self.next = self.start  # the index that comes next
        self.entries = 0
        self.before = (chain_start(self.ledger),) if self.start == 0 else ()  # what the chain may go on from; (): unknown
        self.tree = Frontier() if self.start == 0 else None  # None: cannot be known any more
        self.stated = None  # the tree over the hashes as stated, from the first one that is wrong on
        self.recorded_at = ""
        self.unread = 0  # leaves that were hashed, but nest too deeply for Python to read
        self.confirmed = None  # entries that a checkpoint confirms
        self.unconfirmed = []  # sizes of the checkpoints whose root is another one
        self.meet_checkpoint()

    def take(self, line):
        self.entries += 1
        try:
            entry = parse_line(line)
            entry_members(entry)
        except Malformed as error:
            self.wrong("line", f"the line {error}")
            return self.lose(self.next + 1)
        try:
            entry["leaf"].encode()
        except UnicodeEncodeError:
            self.wrong("line", "the leaf holds a lone surrogate, which no bytes stand for")
            return self.lose(self.next + 1)
        if self.in_place(int(entry["index"]), entry):
            self.take_entry(entry)

    def wrong(self, kind, what):
        self.findings.add(kind, (self.next, self.next + 1), what)

    def lose(self, following):
        """Entries are not there: chain and tree cannot be recomputed across them."""
        self.next, self.before, self.tree, self.stated = following, (), None, None

    def in_place(self, index, entry):
        if index == self.next:
            return True
        if hash_of(entry, "chain") in self.following(hash_of(entry, "leafHash")):
            self.wrong("order", "the entry has another number than its place")
            return True
        if index < self.next:
            self.findings.add("order", (index, index + 1), "the entry is there a second time, or too late")
            return False
        self.findings.add("missing", (self.next, index), "entries are missing")
        self.lose(index)
        return True

    def following(self, *hashes):
        """The chain values that an entry with one of these leaf hashes may have here."""
        return [chain_step(before, leaf) for before in self.before for leaf in hashes if leaf]

    def take_entry(self, entry):
        data = entry["leaf"].encode()
        self.check_form(data, entry["leaf"])
        computed, stated = leaf_hash(data), hash_of(entry, "leafHash")
        if computed != stated:
            self.wrong("leaf", "the leaf was changed: it has another hash than the one beside it")
        self.check_chain(computed, stated, hash_of(entry, "chain"))
        self.grow(computed, stated)
        self.next += 1
        self.meet_checkpoint()

    def check_form(self, data, leaf_text):
        try:
            leaf = read_leaf(data, leaf_text)
        except Malformed as error:
            return self.wrong("form", f"the leaf is not in the format: {error}")
        except RecursionError:
            self.unread += 1
            return None
        if leaf["ledger"] != self.ledger:
            self.wrong("ledger", f"the leaf is of the ledger {leaf['ledger']}")
        if leaf["recordedAt"] < self.recorded_at:
            self.wrong("time", "recordedAt is less than that of the entry before")
        self.recorded_at = leaf["recordedAt"]

    def check_chain(self, computed, stated, chain):
        """An entry with a wrong chain value may be followed by one that goes on from the right value, or from the wrong one."""
        right = self.following(computed, stated)
        if right and chain not in right:
            self.wrong("chain", "the chain breaks between the entry before and this one: something was changed, removed or inserted")
        self.before = (chain,) if chain in right or not right else tuple(filter(None, (chain, *right[:2])))

    def grow(self, computed, stated):
        if self.tree is None:
            return
        if self.stated is None and computed != stated:
            self.stated = self.tree.copy()
        self.tree.add(computed)
        if self.stated is not None:
            self.stated.add(stated or computed)

    def meet_checkpoint(self):
        """Compares the roots where a checkpoint has one; a tree that agrees is the one to go on with."""
        root = self.roots.get(self.next)
        if root is None or self.tree is None:
            return
        for tree in (self.tree, self.stated):
            if tree is not None and tree.root() == root:
                self.tree, self.stated, self.confirmed = tree, None, self.next
                return
        if not self.unconfirmed:
            why = "the signed root is another one: an entry of this interval was changed, removed or inserted"
            self.findings.add("root", (self.confirmed or 0, self.next), why)
        self.unconfirmed.append(self.next)

    def finish(self):
        most = max(self.roots, default=0)
        if self.next < self.to:
            self.findings.add("missing", (self.next, self.to), "the header announces entries that are not there")
        elif self.next > self.to:
            self.findings.add("extra", (self.to, self.next), "entries that the header does not announce")
        if self.start == 0 and most > max(self.next, self.to):
            why = f"a checkpoint confirms {most} entries; these are missing (or the export is older than the checkpoint)"
            self.findings.add("missing", (max(self.next, self.to), most), why)


# ---- The verdict ----


def read_key(path):
    try:
        with open(path, encoding="utf-8") as file:
            return VerifierKey(file.read())
    except (OSError, UnicodeDecodeError, Malformed) as error:
        raise NotChecked(f"the key in {path} cannot be used: {error}") from None


def trusted_roots(options, findings):
    """The roots of the trusted checkpoints and the key, or why there are none."""
    if not options.key:
        return {}, None, "no trusted key was given (--key), so no checkpoint can be trusted"
    key = read_key(options.key)
    if not options.checkpoints:
        return {}, key, "no checkpoints were given (--checkpoints): whoever could change an entry could recompute the rest"
    if not os.path.isdir(options.checkpoints):
        raise NotChecked(f"{options.checkpoints} is not a folder of checkpoints")
    roots = read_checkpoints(options.checkpoints, key, findings)
    return roots, key, None if roots else f"{options.checkpoints} holds no checkpoint that the trusted key signed"


def check_export(options):
    findings = Findings()
    roots, key, unchecked = trusted_roots(options, findings)
    with open(options.export, "rb") as file:
        lines = lines_of(file)
        try:
            claimed, span = read_header(next(lines))
        except (StopIteration, Malformed):
            raise NotChecked(f"{options.export} does not begin like an export of leaves") from None
        if key and claimed != key.ledger:
            findings.add("ledger", None, f"the export says that it is of the ledger {claimed}, the trusted key is of {key.ledger}")
        ledger = Ledger(key.ledger if key else claimed, span, roots, findings)
        for line in lines:
            ledger.take(line)
    ledger.finish()
    unchecked = unchecked or what_is_unchecked(ledger)
    return report(ledger, findings, [reason for reason in (unchecked, what_is_unread(ledger)) if reason])


def what_is_unchecked(ledger):
    if ledger.start:
        return f"the export begins with entry {ledger.start}; a root can only be recomputed from entry 0 on"
    if not ledger.confirmed and ledger.next:
        return "no checkpoint confirms any of these entries"
    return None


def what_is_unread(ledger):
    if ledger.unread:
        return f"{ledger.unread} leaves were hashed, but nest too deeply for this Python to check what they hold"
    return None


def report(ledger, findings, unchecked):
    code = 1 if findings.count else 2 if unchecked else 0
    return {
        "verdict": ("verified", "tampered", "not checked")[code],
        "ledger": ledger.ledger,
        "from": str(ledger.start),
        "to": str(ledger.next),
        "entries": str(ledger.entries),
        "checkpoints": str(len(ledger.roots)),
        "confirmedTo": str(ledger.confirmed or 0),
        "unconfirmedCheckpoints": str(len(ledger.unconfirmed)),
        "findings": findings.listed,
        "findingsCount": str(findings.count),
        "notChecked": unchecked,
        "cannotExclude": cannot_exclude(ledger),
    }


def cannot_exclude(ledger):
    confirmed, open_questions = ledger.confirmed or 0, []
    if confirmed < ledger.next:
        span = f"Entries {confirmed} to {ledger.next - 1}" if ledger.next - confirmed > 1 else f"Entry {confirmed}"
        open_questions.append(f"{span}: no checkpoint confirms this; whoever could write there could have recomputed everything.")
    return open_questions + [
        "Entries after the last checkpoint of the folder may have been removed, as may later checkpoints.",
        "Whoever holds the signing key could have signed a second history; compare checkpoints that others keep.",
        "A source may have reported too little or something untrue; the times are the clocks of source and sequencer.",
        "Values that stand beside the leaves (disclosures) are not in this export and were not checked.",
    ]


def entries_text(finding):
    if "from" not in finding:
        return ""
    first, last = int(finding["from"]), int(finding["to"]) - 1
    return f"entry {first}: " if first == last else f"entries {first} to {last}: "


def print_report(result):
    print(f"{result['verdict'].upper()}: ledger {result['ledger']}, {result['entries']} entries from {result['from']}, "
          f"{result['checkpoints']} checkpoints, confirmed up to (not including) entry {result['confirmedTo']}")
    for finding in result["findings"]:
        print(f"  - {entries_text(finding)}{finding['text']}")
    more = int(result["findingsCount"]) - len(result["findings"])
    if more > 0 and len(result["findings"]) == MOST_LISTED:
        print(f"  - and more: {result['findingsCount']} findings in all")
    if int(result["unconfirmedCheckpoints"]) > 1:
        print(f"  - {result['unconfirmedCheckpoints']} checkpoints have another root; after the first of them nothing is confirmed")
    for sentence in result["notChecked"]:
        print(f"Not checked: {sentence}.")
    print("What this cannot exclude:")
    for sentence in result["cannotExclude"]:
        print(f"  - {sentence}")


# ---- Golden vectors (§7) ----


class Tally:
    def __init__(self):
        self.agree, self.differ = 0, []

    def check(self, holds, what):
        if holds:
            self.agree += 1
        else:
            self.differ.append(what)


def check_vectors(folder):
    tally, paths = Tally(), sorted(glob.glob(os.path.join(glob.escape(folder), "*.json")))
    if not paths:
        raise NotChecked(f"{folder} holds no golden vectors")
    for path in paths:
        with open(path, encoding="utf-8") as file:
            vectors, name = json.load(file), os.path.basename(path)
        try:
            (ledger_vectors if "entries" in vectors else leaf_vectors)(vectors, name, tally)
        except (Malformed, KeyError, IndexError, ValueError) as error:
            tally.check(False, f"{name}: {type(error).__name__} {error}")
    return {"files": len(paths), "agree": tally.agree, "differ": tally.differ}


def leaf_vectors(vectors, name, tally):
    data = vectors["leaf"].encode()
    leaf = read_leaf(data, vectors["leaf"])
    tally.check(jcs(leaf) == vectors["leaf"], f"{name}: canonical form")
    tally.check(leaf["ledger"] == vectors["ledger"], f"{name}: ledger")
    tally.check(len(data) == int(vectors["leafLength"]), f"{name}: length")
    tally.check(leaf_hash(data) == from_b64(vectors["leafHash"], 32), f"{name}: leaf hash")
    disclosure_vectors(leaf, vectors["disclosures"], name, tally)
    if "event" in vectors:
        hmac_vectors(leaf, vectors["event"], from_b64(vectors["hashKey"]), name, tally)


def disclosure_vectors(leaf, disclosures, name, tally):
    """The binding is in the leaf, or in the list of fields that is bound as a whole."""
    for disclosure in disclosures:
        if disclosure["type"] == "fields":
            FIELDS[leaf["event"]["change"]["operation"]](disclosure["value"])
            disclosed = {**leaf["event"]["change"], "fields": disclosure["value"]}
            whole = {**leaf, "event": {**leaf["event"], "change": disclosed}}
            break
    else:
        whole = leaf
    for disclosure in disclosures:
        where = f"{name}: {disclosure['path']}"
        bound = at_pointer(leaf if disclosure["type"] == "fields" else whole, disclosure["path"])
        one_disclosure(disclosure, bound, type_at(whole, disclosure["path"]), where, tally)


def type_at(whole, path):
    """§3: the type that the commitment holds."""
    parent, _, side = path.rpartition("/")
    place = at_pointer(whole, parent)
    return type_of(place, side) if "mode" in place else "fields" if path == "/event/change/fields" else "text"


def one_disclosure(disclosure, bound, expected, where, tally):
    tally.check(is_b64url(disclosure["salt"], 16), f"{where}: salt")
    tally.check(disclosure["type"] == expected, f"{where}: type")
    tally.check(bound["sha256"] == b64url(commitment(disclosure)), f"{where}: commitment")
    if "length" in bound:
        tally.check(bound["length"] == str(len(value_text(disclosure["value"]).encode())), f"{where}: length")
    if "binding" in disclosure:
        tally.check(disclosure["binding"] == bound, f"{where}: binding")
        tally.check(disclosure["committed"] == committed_text(disclosure), f"{where}: committed text")


def hmac_vectors(leaf, event, key, name, tally):
    """§2.1, mode hash: HMAC-SHA-256 (RFC 2104)."""
    for index, field in enumerate(event.get("change", {}).get("fields", [])):
        for side in ("before", "after", "value"):
            if field["mode"] == "hash" and field.get(side) is not None:
                code = hmac.new(key, field["name"].encode() + b"\x00" + value_text(field[side]).encode(), hashlib.sha256)
                found = leaf["event"]["change"]["fields"][index][side]
                tally.check(found == {"hmac": b64url(code.digest())}, f"{name}: HMAC of field {index} {side}")


def ledger_vectors(vectors, name, tally):
    chain, tree, before = chain_start(vectors["ledger"]), Frontier(), ""
    tally.check(chain == from_b64(vectors["chainStart"], 32), f"{name}: start of the chain")
    tally.check(tree.root() == from_b64(vectors["roots"][0], 32), f"{name}: root of 0 entries")
    for index, entry in enumerate(vectors["entries"]):
        data = entry["leaf"].encode()
        leaf, hashed_leaf = read_leaf(data, entry["leaf"]), leaf_hash(data)
        chain = chain_step(chain, hashed_leaf)
        tree.add(hashed_leaf)
        tally.check(entry["index"] == str(index) and leaf["recordedAt"] >= before, f"{name}: order of entry {index}")
        tally.check(hashed_leaf == from_b64(entry["leafHash"], 32), f"{name}: leaf hash {index}")
        tally.check(chain == from_b64(entry["chain"], 32), f"{name}: chain {index}")
        tally.check(tree.root() == from_b64(vectors["roots"][index + 1], 32), f"{name}: root of {index + 1} entries")
        disclosure_vectors(leaf, vectors["disclosures"].get(str(index), []), f"{name}: entry {index}", tally)
        before = leaf["recordedAt"]
    checkpoint_vectors(vectors, tree, name, tally)


def checkpoint_vectors(vectors, tree, name, tally):
    key = VerifierKey(vectors["vkey"])
    tally.check(key.ledger == vectors["ledger"] and key.id.hex() == vectors["keyId"], f"{name}: key id")
    tally.check(key.public.data == from_b64(vectors["publicKey"], 32), f"{name}: public key")
    tally.check(public_key_of(from_b64(vectors["keySeed"], 32)) == key.public.data, f"{name}: key of the seed")
    tally.check(open_checkpoint(vectors["checkpoint"], key) == (tree.size, tree.root()), f"{name}: checkpoint")
    tally.check(open_checkpoint(vectors["emptyCheckpoint"], key) == (0, Frontier().root()), f"{name}: empty checkpoint")


def public_key_of(seed):  # RFC 8032 §5.1.5
    secret = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    return encode_point(times(BASE, secret & ((1 << 254) - 8) | 1 << 254))


def print_vectors(result):
    print(f"Golden vectors: {result['files']} files, {result['agree']} checks agree, {len(result['differ'])} differ")
    for what in result["differ"]:
        print(f"  - {what}")


# ---- Command line ----


def options_of(arguments):
    parser = argparse.ArgumentParser(description="Checks an exported Vouch ledger (docs/format.md).")
    parser.add_argument("export", nargs="?", metavar="EXPORT", help="an export of leaves (§6)")
    parser.add_argument("--key", metavar="KEYFILE", help="the verifier key that you trust (§5)")
    parser.add_argument("--checkpoints", metavar="FOLDER", help="checkpoints kept outside the database (§5)")
    parser.add_argument("--vectors", metavar="FOLDER", help="check the golden vectors in this folder (§7)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    if not options.export and not options.vectors:
        parser.error("give an EXPORT, or --vectors")
    return options


def run(options):
    """The exit code and the results; 1 outweighs 2, 2 outweighs 0."""
    result, codes = {}, [0]
    try:
        self_test()
        if options.vectors:
            result["vectors"] = check_vectors(options.vectors)
            codes.append(1 if result["vectors"]["differ"] else 0)
        if options.export:
            result.update(check_export(options))
            codes.append({"verified": 0, "tampered": 1, "not checked": 2}[result["verdict"]])
    except (NotChecked, OSError) as error:
        result.update({"verdict": "not checked", "findings": [], "notChecked": [str(error)]})
        codes.append(2)
    except RecursionError:
        result.update({"verdict": "not checked", "findings": [], "notChecked": ["something is nested too deeply for this Python"]})
        codes.append(2)
    return 1 if 1 in codes else max(codes), result


def print_result(result):
    if "vectors" in result:
        print_vectors(result["vectors"])
    if "ledger" in result:
        print_report(result)
    elif "verdict" in result:
        print(f"NOT CHECKED: {result['notChecked'][0]}.")


def main(options):
    """The exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    code, result = run(options)
    try:
        if options.json:
            print(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            print_result(result)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` read enough; the exit code stays what it is
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def with_deep_stack(work):
    """The format limits nesting only by the length of a leaf; a thread can have the stack for it."""
    results = []
    sys.setrecursionlimit(20_000)
    threading.stack_size(256 << 20)
    worker = threading.Thread(target=lambda: results.append(work()))
    worker.start()
    worker.join()
    return results[0] if results else 2


if __name__ == "__main__":
    OPTIONS = options_of(sys.argv[1:])
    sys.exit(with_deep_stack(lambda: main(OPTIONS)))
