import { t } from '../../../words';
import type { NameFault, SceneFaults } from './draft';
import type { ShapeFault } from './geometry';
import type { CalibrationFault } from './homography';

type AnyFault = ShapeFault | NameFault | SceneFaults['rules'][string][number];

/** A fault in words. */
export function faultText(fault: AnyFault): string {
  const { code, ...values } = fault as { code: AnyFault['code'] } & Record<string, string | number>;
  return t(`cameras.scene.fault.${code}`, values);
}

export function calibrationFaultText(fault: CalibrationFault): string {
  switch (fault.code) {
    case 'needsFour':
      return t('cameras.scene.fault.needsFour', { points: fault.points });
    case 'oneLine':
      return t(`cameras.scene.fault.${fault.where === 'picture' ? 'oneLinePicture' : 'oneLineGround'}`, {
        point: fault.point,
      });
    case 'pointOutside':
      return t('cameras.scene.fault.pointOutside', { point: fault.point });
    case 'twisted':
      return t('cameras.scene.fault.twisted');
  }
}
