// Forms nobody sees before they open them come in one file of their own, once the first is opened.
export { AcceptRiskForm } from './accept-risk-form.tsx';
export { DecisionForm } from './decision-form.tsx';
export { DecisionSaved } from './decision-saved.tsx';
export { EventForm } from './event-form.tsx';
export { ReportForm } from './report-form.tsx';
