export { DecisionForm } from './decision-form.tsx';
export { DecisionSaved } from './decision-saved.tsx';
