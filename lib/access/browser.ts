/** What a browser says of itself, in words. Anybody can send anything: it helps people to tell their sessions apart, and proves nothing. Pure. */

/** In this order: most browsers name others, whose pages they want to be shown. */
const browsers: [form: RegExp, name: string][] = [
  [/\bEdgA?(?:iOS)?\/(\d+)/, "Edge"],
  [/\b(?:OPR|Opera)\/(\d+)/, "Opera"],
  [/\bVivaldi\/(\d+)/, "Vivaldi"],
  [/\bSamsungBrowser\/(\d+)/, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]*(?: Mobile\/\w+)? Safari\//, "Safari"],
];

const systems: [form: RegExp, name: string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMacintosh\b|\bMac OS X\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** "Firefox 128 on Windows"; what is known of it, where that is less. */
export function browserWords(userAgent: string | undefined): string {
  const agent = userAgent ?? "";
  const [form, name] = browsers.find(([form]) => form.test(agent)) ?? [];
  const version = form?.exec(agent)?.[1];
  const browser = name && (version ? `${name} ${version}` : name);
  const system = systems.find(([form]) => form.test(agent))?.[1];
  if (browser && system) return `${browser} on ${system}`;
  if (browser ?? system) return browser ?? `A browser on ${system}`;
  return agent ? "A program that is no browser we know" : "A browser that did not say what it is";
}
