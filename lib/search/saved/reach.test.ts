import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placeOf, readDestination, refusalOf, send } from "./reach.ts";

interface Heard {
  headers: IncomingMessage["headers"];
  body: string;
}

/** A server of somebody else's, in a private network; `path` says what it answers. */
let server: Server;
let port: number;
const heard: Heard[] = [];

beforeAll(async () => {
  server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers, body });
    if (request.url === "/moved") return answer.writeHead(302, { location: "/taken" }).end();
    if (request.url === "/refused") return answer.writeHead(422).end("no\u0007\nsuch channel");
    if (request.url === "/silent") return;
    if (request.url === "/endless") {
      answer.writeHead(500);
      const more = setInterval(() => answer.write("x".repeat(500)), 1);
      request.socket.on("close", () => clearInterval(more));
      return;
    }
    answer.end("fine");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const at = (path: string, host = "127.0.0.1") => ({ address: `http://${host}:${port}${path}`, inside: true });

test("what is sent arrives as it is, and what is answered is said", async () => {
  const answer = await send(at("/taken"), '{"a":"ä"}', { "vouch-delivery": "7" });
  expect(answer).toEqual({ taken: true, says: "Answered 200 OK" });
  expect(heard.at(-1)).toMatchObject({ body: '{"a":"ä"}', headers: { "vouch-delivery": "7", "content-length": "10" } });
});

test("a redirect is not followed, what is not taken is not quoted from inside, and none waits for ever", async () => {
  const before = heard.length;
  expect(await send(at("/moved"), "{}", {})).toEqual({
    taken: false,
    says: "Answered 302 Found. Redirects are not followed: enter where it leads.",
  });
  expect(heard.length).toBe(before + 1);
  expect(await send(at("/refused"), "{}", {})).toEqual({ taken: false, says: "Answered 422 Unprocessable Entity" });
  expect((await send(at("/endless"), "{}", {})).says).toBe("Answered 500 Internal Server Error");
  expect(await send(at("/silent"), "{}", {}, undefined, 150)).toEqual({
    taken: false,
    says: "No answer within 0.15 seconds.",
  });
  expect((await send({ address: "http://127.0.0.1:1/", inside: true }, "{}", {})).says).toBe(
    "Nothing listens there (ECONNREFUSED).",
  );
  const never = () => new Promise<never>(() => {});
  expect((await send(at("/taken", "slow.example"), "{}", {}, never, 50)).says).toMatch(/^No answer within/);
});

describe("no way into a private network", () => {
  const refused = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "0.1.2.3",
    "192.0.0.8",
    "198.18.0.1",
    "203.0.113.5",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::10.0.0.1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "not an address",
  ];
  test.each(refused)("%s", (address) => expect(refusalOf(address, false)).toMatch(/^(It leads to|The name leads)/));

  test("what is public may be reached; what belongs to a machine never, also where private networks may", () => {
    for (const address of ["93.184.216.34", "2606:4700::1111"]) expect(refusalOf(address, false)).toBeUndefined();
    for (const address of ["10.0.0.1", "127.0.0.1", "fd12::1"]) expect(refusalOf(address, true)).toBeUndefined();
    const machines = [
      "169.254.169.254",
      "100.100.100.200",
      "168.63.129.16",
      "fd00:ec2::254",
      "0.0.0.0",
      "::",
      "ff02::1",
    ];
    for (const address of machines) expect(refusalOf(address, true), address).toMatch("never sent to");
  });

  test.each([
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://user:word@hooks.example.com/",
    "https://hooks.example.com:22/",
    "https://hooks.example.com:80/",
    "ftp://hooks.example.com/",
    "file:///etc/passwd",
    "javascript:1",
    "hooks.example.com",
    `https://hooks.example.com/${"a".repeat(2_000)}`,
    "",
  ])("%s is no address that alerts may be sent to", (address) => {
    expect(() => readDestination(address, false)).toThrow(/^(Expected|It leads)/);
  });

  test("a name that leads inside is not connected to, alone or among others", async () => {
    const before = heard.length;
    const name = { address: `https://hooks.example.com:${port}/taken`, inside: false };
    const inside = { address: "127.0.0.1", family: 4 };
    const outside = { address: "93.184.216.34", family: 4 };
    for (const found of [[inside], [outside, inside]]) {
      expect(await send(name, "{}", {}, async () => found)).toEqual({
        taken: false,
        says: "It leads to 127.0.0.1, which lies in a private or reserved network. An administrator can allow that for a webhook.",
      });
    }
    expect(heard.length).toBe(before);
  });

  test("a name that means something else a moment later is connected to where it was judged", async () => {
    let asked = 0;
    // the name is resolved once; a second time it would lead to the metadata of the machine
    const resolve = async () => [{ address: asked++ === 0 ? "127.0.0.1" : "169.254.169.254", family: 4 }];
    expect(await send(at("/taken", "rebinds.example"), "{}", {}, resolve)).toMatchObject({ taken: true });
    expect(asked).toBe(1);
    expect(heard.at(-1)?.headers.host).toBe(`rebinds.example:${port}`);
  });
});

test("what may be secret in an address is not shown", () => {
  expect(placeOf(readDestination(" https://hooks.example.com/T0/B0/secret?token=1#x ", false))).toBe(
    "https://hooks.example.com/…",
  );
  expect(placeOf(readDestination("https://hooks.example.com:8443", false))).toBe("https://hooks.example.com:8443");
});
