export { type Delivering, deliverOnce, forgetDelivered, keepDelivering, retries } from "./deliver.ts";
export { listSearches, type SavedAlert, type SavedList, type SavedRange, type SavedSearch } from "./list.ts";
export { countPinned, type Pinned, type PinnedCounts, pinSearch, readPinned } from "./pin.ts";
export type { Answer } from "./reach.ts";
export { runSearch } from "./run.ts";
export { changeSearch, removeSearch, restoreSearch, saveSearch, shareSearch } from "./save.ts";
export type { GivenSearch } from "./saved.ts";
export { subscribe, unsubscribe } from "./subscribe.ts";
export { type Errand, keepWatching, watchOnce } from "./watch.ts";
export {
  type Delivery,
  endWebhook,
  type GivenWebhook,
  listWebhooks,
  makeWebhook,
  retryDelivery,
  testWebhook,
  type Webhook,
} from "./webhooks.ts";
