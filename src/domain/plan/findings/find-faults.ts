import type { Finding } from '../plan.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import {
  blankFields,
  blankLabels,
  holes,
  missingLinks,
  openTargets,
  overviewBlanks,
  templateText,
} from './blank-fields.ts';
import {
  invertedRollback,
  limitDirection,
  limitFaults,
  limitGap,
  limitTraps,
  rollbackFaults,
  slowPanels,
  unrecordedCodes,
} from './criteria.ts';
import {
  datesAtAll,
  doneWithoutDate,
  lengthAgainstDates,
  lengthHoldsDates,
  longerThanRange,
  outsideRange,
  stageOrder,
  testingLate,
  writtenDates,
} from './dates.ts';
import type { Rule } from './fault.ts';
import { foreignToggles, titleFaults, toggleFaults } from './identity.ts';
import { brokenLinks, dashboards, linkFaults, retiredTools } from './links.ts';
import { overviewConflicts } from './overview.ts';
import { caches, contactFaults, eligibleOnly, testerCounts, testOnStaging, versionMix } from './people.ts';
import {
  aheadOfRecord,
  cadence,
  canaryUsers,
  downSteps,
  flatSteps,
  gates,
  rampEnd,
  shortChecklist,
  stagedOrNot,
  strayCriteria,
  strayPercents,
  strayStages,
  togglesTogether,
} from './ramp.ts';
import {
  advancedOverLimit,
  brokenLimits,
  checkInWords,
  fewPeople,
  otherUnits,
  rates,
  repeatedResults,
  resultsHoldCriteria,
  resultsInAdvance,
  sums,
  testUsersDiffer,
} from './result-figures.ts';
import { cutOff, downstream, missingResults, openChecklists, rollbacksOnRecord } from './result-words.ts';
import {
  lengthConflicts,
  lengthFaults,
  percentFaults,
  repeatedLabels,
  severalUsers,
  skippedStages,
  templateBounds,
  unclearStages,
} from './stage-fields.ts';

const rules: readonly Rule[] = [
  titleFaults,
  toggleFaults,
  foreignToggles,
  blankFields,
  blankLabels,
  templateText,
  missingLinks,
  overviewBlanks,
  overviewConflicts,
  holes,
  openTargets,
  lengthFaults,
  percentFaults,
  skippedStages,
  repeatedLabels,
  lengthConflicts,
  templateBounds,
  severalUsers,
  unclearStages,
  downSteps,
  rampEnd,
  strayPercents,
  strayCriteria,
  strayStages,
  flatSteps,
  shortChecklist,
  cadence,
  togglesTogether,
  stagedOrNot,
  gates,
  aheadOfRecord,
  canaryUsers,
  writtenDates,
  lengthHoldsDates,
  outsideRange,
  stageOrder,
  longerThanRange,
  testingLate,
  lengthAgainstDates,
  datesAtAll,
  doneWithoutDate,
  limitFaults,
  rollbackFaults,
  invertedRollback,
  limitDirection,
  limitGap,
  limitTraps,
  unrecordedCodes,
  slowPanels,
  linkFaults,
  retiredTools,
  dashboards,
  brokenLinks,
  sums,
  rates,
  advancedOverLimit,
  brokenLimits,
  resultsInAdvance,
  testUsersDiffer,
  checkInWords,
  fewPeople,
  otherUnits,
  repeatedResults,
  resultsHoldCriteria,
  missingResults,
  downstream,
  cutOff,
  rollbacksOnRecord,
  openChecklists,
  contactFaults,
  testOnStaging,
  testerCounts,
  versionMix,
  caches,
  eligibleOnly,
];

/** More than anybody reads; keeps a broken file from answering with a book. */
const most = 400;

/** Every fault the rules find in a plan's prose, in the order of its lines; those of the whole plan come last. */
export function findFaults(plan: ProsePlan): readonly Finding[] {
  const seen = new Set<string>();
  return rules
    .flatMap((rule) => rule(plan))
    .filter((one) => {
      const key = `${one.code} ${one.line ?? ''}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))
    .slice(0, most);
}
