/**
 * Figures of an alert for people. The names carry their unit ("dwellSeconds", "personsPerSquareMetre"), so a new rule's
 * figures are shown with the right unit before anybody writes a word for them.
 */
export interface Figure {
  name: string;
  value: string;
  unit: string;
}

interface Unit {
  suffix: RegExp;
  unit: string;
  times?: number;
  digits: number;
}

/** Longer endings first. Speeds are shown in km/h, shares in percent. */
const UNITS: readonly Unit[] = [
  { suffix: /PersonsPerSquareMetre$/i, unit: 'persons/m²', digits: 2 },
  { suffix: /PersonsPerMinute$/i, unit: 'persons/min', digits: 0 },
  { suffix: /SquareMetres?$/, unit: 'm²', digits: 1 },
  { suffix: /MetresPerSecond$/, unit: 'km/h', times: 3.6, digits: 0 },
  { suffix: /(KilometresPerHour|Kmh)$/, unit: 'km/h', digits: 0 },
  { suffix: /(Seconds|S)$/, unit: 's', digits: 1 },
  { suffix: /Metres?$/, unit: 'm', digits: 1 },
  { suffix: /(Degrees|Angle)$/i, unit: '°', digits: 0 },
  { suffix: /Percent$/, unit: '%', digits: 0 },
  { suffix: /(Persons|Count)$/i, unit: '', digits: 0 },
  { suffix: /(Ratio|Factor)$/, unit: '×', digits: 2 },
  { suffix: /(Share|Travel|Coverage|Fraction|Confidence)$/i, unit: '%', times: 100, digits: 0 },
];

export function figureOf(name: string, value: number): Figure {
  const known = UNITS.find(({ suffix }) => suffix.test(name));
  const bare =
    known && !/^(Angle|Travel|Coverage|Confidence|Persons|Ratio|Count)$/i.test(name)
      ? name.replace(known.suffix, '')
      : name;
  return {
    name: spaced(bare === '' ? name : bare),
    value: (value * (known?.times ?? 1))
      .toFixed(known ? known.digits : Number.isInteger(value) ? 0 : 2)
      .replace(/\.0+$/, ''),
    unit: known?.unit ?? '',
  };
}

/** "minDwellTime" as "Min dwell time". */
function spaced(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
