// Everything of a stage page but its words comes in one file: a dozen small ones would take longer and weigh more.
export { BesideVerdict } from './beside-verdict.tsx';
export { ClockDrawing } from './clock-drawing.tsx';
export { DataAge } from './data-age.tsx';
export { HeaderToggles } from './header-toggles.tsx';
export { KeptNotices } from './kept-notices.tsx';
export { LaterSections } from './later-sections.tsx';
export { NextControls } from './next-controls.tsx';
export { RowSource } from './row-source.tsx';
export { StageTags } from './stage-tags.tsx';
export { TrendCell } from './trend-cell.tsx';
export { VerdictBar } from './verdict-bar.tsx';
export { WhoHasWhat } from './who-has-what.tsx';
