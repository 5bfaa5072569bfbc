/** The door of `app`: what every screen is made of. */
export { Age, At, clockSpan, clockTime, duration, useSeconds } from './Age';
export { CameraPicker } from './CameraPicker';
export { CaseSelect, useOpenCases } from './CaseSelect';
export { rootRoute, shellRoute } from './frame';
export { KeyCap, useKeys, type KeyBinding } from './keys';
export { Eye } from './SignIn';
export { NotFound } from './mishaps';
export { Page, useTitle } from './Page';
export { ConditionMark, SeverityMark, severityOrder, severityPath, StateMark, type Tone } from './SeverityMark';
export { EmptyState, ErrorState, LoadingState, problemText, StateView } from './StateView';
export { toast, toastProblem, toastUndo } from './toasts';
export {
  bandOf,
  bandRank,
  DeviceStateMark,
  flagsOf,
  formatNumber,
  formatValue,
  KindIcon,
  stateTone,
  Value,
} from './sensors';
