/** What takes two people in Vouch itself: one request that nobody answered, and two that wait. */
import { type Scene, turn } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";

const hour = 3_600_000_000n;

export const unanswered: Scene = {
  name: "A request for another administrator expires",
  question: "Which requests did nobody decide on?",
  acts({ days }) {
    const asked = moment(workdayAgo(days, 60).date, "15:02:00", "America/New_York");
    return [turn(asked, "ask for an administrator"), turn(asked + 24n * hour + 12_000_000n, "close what is over")];
  },
};

export const waiting: Scene = {
  name: "Two requests wait for the controller",
  question: "What waits for a second person?",
  acts: ({ until }) => [
    turn(until - 2n * hour, "ask for an administrator"),
    turn(until - 1n * hour, "ask to reveal salaries"),
  ],
};
