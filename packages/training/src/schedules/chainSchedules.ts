import { wholeNumber, type Schedule } from "./schedule.js";

/** A schedule and for how many steps it holds. */
export interface ScheduleStage {
  readonly schedule: Schedule;
  readonly steps: number;
}

/**
 * Schedules one after another; each counts its steps from 0. The last holds for good.
 *
 *   chainSchedules([{ schedule: linearWarmup({ peak: 1e-3, steps: 500 }), steps: 500 }],
 *     cosineDecay({ from: 1e-3, steps: 9_500 }))
 */
export function chainSchedules(stages: readonly ScheduleStage[], last: Schedule): Schedule {
  stages.forEach(({ steps }, i) => wholeNumber("chainSchedules", `stages[${i}].steps`, steps));
  const copy = stages.map((stage) => ({ ...stage }));
  return (step) => {
    let own = step;
    for (const { schedule, steps } of copy) {
      if (own < steps) return schedule(own);
      own -= steps;
    }
    return last(own);
  };
}
