import type { Finding } from '../plan.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { blankFields, blankLabels, holes, missingLinks, templateText } from './blank-fields.ts';
import { checkInWords, testUsersDiffer } from './check-ins.ts';
import { limitFaults } from './criteria.ts';
import { lengthAgainstDates, longerThanRange, outsideRange, stageOrder, testingLate } from './date-ranges.ts';
import { datesAtAll, doneWithoutDate, lengthHoldsDates, writtenDates } from './dates.ts';
import { findingKey, type Rule } from './fault.ts';
import { foreignToggles, titleFaults, toggleFaults } from './identity.ts';
import { limitDirection, limitGap, limitTraps, slowPanels, unrecordedCodes } from './limit-traps.ts';
import { brokenLinks, dashboards, linkFaults, retiredTools } from './links.ts';
import { openTargets, overviewBlanks, overviewConflicts } from './overview.ts';
import { caches, contactFaults, eligibleOnly, testerCounts, testOnStaging, versionMix } from './people.ts';
import { downSteps, flatSteps, rampEnd } from './ramp-shape.ts';
import { aheadOfRecord, canaryUsers, gates, stagedOrNot, togglesTogether } from './ramp.ts';
import { otherUnits, repeatedResults, resultsHoldCriteria } from './result-copies.ts';
import { advancedOverLimit, brokenLimits, fewPeople, resultsInAdvance } from './result-limits.ts';
import { rates, sums } from './result-sums.ts';
import { confirmationsNotSent, moreUsersThanAttempts } from './result-users.ts';
import { cutOff, downstream, missingResults, openChecklists, rollbacksOnRecord } from './result-words.ts';
import { invertedRollback, rollbackFaults } from './rollback.ts';
import { skippedStages } from './skipped-stages.ts';
import { lengthConflicts, lengthFaults, percentFaults } from './stage-fields.ts';
import { repeatedLabels, severalUsers, templateBounds, unclearStages } from './stage-names.ts';
import { cadence, shortChecklist, strayCriteria, strayPercents, strayStages } from './stray-mentions.ts';

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
  moreUsersThanAttempts,
  confirmationsNotSent,
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
      const key = findingKey(one);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))
    .slice(0, most);
}
