/** What the compliance officer asks again and again, kept for everybody who may search. */
import { type Scene, turn } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";

export const kept: Scene = {
  name: "Priya keeps the questions that she asks each week",
  question: "Which searches do we repeat?",
  acts: ({ days }) => [turn(moment(workdayAgo(days, 25).date, "10:20:00", "America/New_York"), "keep searches")],
};
