/** For tests: a real mail server in this process, which takes mail of one user. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export const mailPassword = "never-shown";

const servers: SMTPServer[] = [];

export interface Received {
  from: string;
  to: string[];
  text: string;
}

/** `url` is for VOUCH_SMTP_URL. `refuse`: every recipient is unknown. */
export async function mailServer({ refuse = false } = {}): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.username === "vouch" && auth.password === mailPassword
        ? done(null, { user: "vouch" })
        : done(new Error(`no, ${auth.password}`)),
    onRcptTo: (address, _session, done) => done(refuse ? new Error(`${address.address} is unknown here`) : null),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const mailFrom = envelope.mailFrom ? envelope.mailFrom.address : "";
        received.push({
          from: mailFrom,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://vouch:${mailPassword}@127.0.0.1:${port}`, received };
}

export async function closeMailServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(done))));
}
