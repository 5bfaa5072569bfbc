import type { components } from './schema';
import type * as footage from './footage';
import type * as sensing from './sensing';
import type * as ours from './types';

/*
 * Compile-time proof that our words are the server's: every field of our shapes must exist in the generated ones, and
 * enums must have the same names. A change of the interface that breaks a screen breaks the build.
 */
type Theirs = components['schemas'];
type Expect<T extends true> = T;
type HasFields<Ours, Shape> = [Exclude<keyof Ours, keyof Shape>] extends [never]
  ? true
  : Exclude<keyof Ours, keyof Shape>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : Exclude<B, A>) : Exclude<A, B>;
/** Some of theirs: every one of ours is known to the server. */
type Covers<All, Some> = [Some] extends [All] ? true : Exclude<Some, All>;

export type Agreements = [
  Expect<HasFields<ours.Session, Theirs['SessionView']>>,
  Expect<HasFields<ours.Session['person'], Theirs['PersonInSession']>>,
  Expect<Same<ours.Role, Theirs['PersonInSession']['role']>>,
  Expect<HasFields<ours.MachineToken, Theirs['TokenView']>>,
  Expect<HasFields<ours.MachineToken['times'], Theirs['TokenTimes']>>,
  Expect<Same<ours.MachineToken['state'], Theirs['TokenView']['state']>>,
  Expect<Covers<Theirs['TokenView']['rights'][number], ours.MachineRight>>,
  Expect<HasFields<ours.Camera, Theirs['CameraView']>>,
  Expect<HasFields<ours.Camera['streams'], Theirs['CameraStreams']>>,
  Expect<HasFields<ours.Camera['analysis'], Theirs['CameraAnalysis']>>,
  Expect<HasFields<ours.Camera['health'], Theirs['CameraViewHealth']>>,
  Expect<HasFields<ours.ConditionSince, Theirs['CameraStateAspect']>>,
  Expect<Same<ours.Condition, Theirs['CameraStateAspect']['condition']>>,
  Expect<HasFields<ours.Rates, Theirs['CameraStateRates']>>,
  Expect<HasFields<ours.Scene, Theirs['Scene']>>,
  Expect<HasFields<ours.Zone, Theirs['Zone']>>,
  Expect<HasFields<ours.Line, Theirs['Line']>>,
  Expect<HasFields<ours.Lane, Theirs['Lane']>>,
  Expect<HasFields<ours.Rule, Theirs['Rule']>>,
  Expect<Same<ours.Severity, Theirs['Rule']['severity']>>,
  Expect<Same<ours.RuleKindName, Theirs['Rule']['kind']>>,
  Expect<HasFields<ours.RuleKind, Theirs['RuleKindView']>>,
  Expect<HasFields<ours.RuleSetting, Theirs['RuleSetting']>>,
  Expect<HasFields<ours.SystemHealth, Theirs['Health']>>,
  Expect<HasFields<ours.ProcessHealth, Theirs['SystemHealthProcessState']>>,
  Expect<HasFields<ours.BaseMap, Theirs['BaseMap']>>,
  Expect<HasFields<ours.Alert, Theirs['Alert']>>,
  Expect<HasFields<ours.CityCauses, Theirs['AlertChangeCity']>>,
  Expect<HasFields<ours.Cause, Theirs['Cause']>>,
  Expect<HasFields<ours.SourceEstimate, Theirs['SourceEstimate']>>,
  Expect<Same<ours.AlertState, Theirs['Alert']['state']>>,
  Expect<HasFields<ours.AlertsSummary, Theirs['AlertSummary']>>,
  Expect<HasFields<ours.IncidentSummary, Theirs['Incident']>>,
  Expect<HasFields<ours.Incident, Theirs['IncidentDetails']>>,
  Expect<HasFields<footage.PlayerPass, Theirs['PassView']>>,
  Expect<Same<footage.PlayerPass['state'], Theirs['PassView']['state']>>,
  Expect<HasFields<footage.NewestFootage, Theirs['Newest']>>,
  Expect<HasFields<sensing.Kinds, Theirs['KindsKindList']>>,
  Expect<HasFields<sensing.KindInfo, Theirs['KindsKind']>>,
  Expect<HasFields<sensing.QuantityInfo, Theirs['KindsQuantityView']>>,
  Expect<HasFields<sensing.MappingInfo, Theirs['KindsMapping']>>,
  Expect<HasFields<sensing.Scale, Theirs['ScalesScale']>>,
  Expect<HasFields<sensing.Band, Theirs['ScalesBand']>>,
  Expect<HasFields<sensing.DeviceListing, Theirs['DeviceList']>>,
  Expect<HasFields<sensing.DeviceRow, Theirs['DeviceViewsDeviceRow']>>,
  Expect<HasFields<sensing.Device, Theirs['DeviceViewsDeviceView']>>,
  Expect<HasFields<sensing.Channel, Theirs['DeviceViewsChannelView']>>,
  Expect<HasFields<sensing.Newest, Theirs['DeviceViewsNewestView']>>,
  Expect<HasFields<sensing.Calibration, Theirs['DeviceViewsCalibrationView']>>,
  Expect<HasFields<sensing.DeviceForm, Theirs['DeviceForm']>>,
  Expect<HasFields<sensing.ChannelForm, Theirs['DeviceFormChannelForm']>>,
  Expect<HasFields<sensing.MqttAccess, Theirs['Mqtt']>>,
  Expect<HasFields<sensing.BulkResult, Theirs['BulkResult']>>,
  Expect<HasFields<sensing.Marker, Theirs['Marker']>>,
  Expect<HasFields<sensing.DatastreamRow, Theirs['DatastreamListItem']>>,
  Expect<HasFields<sensing.Series, Theirs['SeriesView']>>,
  Expect<HasFields<sensing.Job, Theirs['JobsJobView']>>,
  Expect<Same<sensing.DeviceState, Theirs['Marker']['state']>>,
  Expect<Same<sensing.SensorKind, Theirs['Marker']['kind']>>,
];
