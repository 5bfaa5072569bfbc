import { IconLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import { MapboxOverlay } from '@deck.gl/mapbox';
import { MercatorCoordinate, type LngLat, type Map as StreetMap } from 'maplibre-gl';
import type { Marker, QuantityInfo } from '../api';
import { bandOf, bandRank, formatValue } from '../app';
import { plateOf, sensorAtlas, type Plate, type SensorAtlas } from './sensorIcons';
import { SignsLayer, type SignColumns } from './signsLayer';

type Colour = [number, number, number, number];

export interface SensorLook {
  markers: readonly Marker[];
  quantities: ReadonlyMap<string, QuantityInfo>;
  chosen: string | undefined;
  scheme: 'dark' | 'light';
}

/** From this zoom on, and while no more than this are in view, each sensor shows its kind; else only how bad it is. */
const SIGNS_FROM_ZOOM = 13.6;
const MOST_SIGNS = 800;
/** Values are written below the signs while no more than this are in view. */
const MOST_LABELS = 250;
const LABEL_WIDTH_PX = 62;
const LABEL_HEIGHT_PX = 19;
const LABEL_BELOW_PX = 24;
const HIT_PX = 14;
const GLIDE_MS = 1_000;
/** Less than this, in a world of 512, is the rounding of single precision and no move: about 5 cm. */
const STILL = 6e-7;
/** In the order in which the shader knows them. */
const PLATES: readonly Plate[] = ['rank0', 'rank1', 'rank2', 'rank3', 'silent', 'doubtful', 'never', 'off'];
const NO_SIGNS: SignColumns = {
  ...{ length: 0, origin: [0, 0], from: new Float32Array(), to: new Float32Array() },
  ...{ look: new Uint8Array(), size: new Float32Array() },
};

/** What one marker looks like; worked out once for each newest value, not once a frame. */
interface Drawn {
  marker: Marker;
  position: [number, number];
  plate: Plate;
  colour: Colour;
  glyphColour: Colour;
  size: number;
}

/** Draws tens of thousands of sensors above the street map, on the GPU. */
export class SensorOverlay {
  private readonly overlay: MapboxOverlay;
  private readonly atlas: SensorAtlas = sensorAtlas();
  private drawn: Drawn[] = [];
  private mercator = new Float64Array(0);
  private known = new Map<Marker, Drawn>();
  private look: SensorLook | undefined;
  private columns: SignColumns = NO_SIGNS;
  private glideStart = 0;
  private inView: Drawn[] = [];
  private index = new Map<string, number>();
  private near = false;
  private labels: Drawn[] = [];

  constructor(private readonly map: StreetMap) {
    this.overlay = new MapboxOverlay({
      interleaved: false,
      layers: [],
      // Signs have soft edges of their own; smoothing the whole canvas again would cost most of the time of a frame.
      deviceProps: { type: 'webgl', webgl: { antialias: false } },
    });
    map.addControl(this.overlay as never);
    map.on('moveend', this.moved);
  }

  update(look: SensorLook): void {
    const before = this.look;
    this.look = look;
    const same = before?.quantities === look.quantities && before.scheme === look.scheme;
    if (!same || before.markers !== look.markers) this.work(look, same);
    this.moved();
  }

  /** The sensor under a place of the map, the nearest one where there are several. */
  hit(at: LngLat): Marker | undefined {
    const { x, y } = MercatorCoordinate.fromLngLat(at);
    const world = 512 * 2 ** this.map.getZoom();
    let best = (HIT_PX / world) ** 2;
    let found: Marker | undefined;
    for (let i = 0; i < this.drawn.length; i++) {
      const dx = (this.mercator[2 * i] ?? 0) - x;
      const dy = (this.mercator[2 * i + 1] ?? 0) - y;
      const distance = dx * dx + dy * dy;
      if (distance <= best) {
        best = distance;
        found = this.drawn[i]?.marker;
      }
    }
    return found;
  }

  remove(): void {
    this.map.off('moveend', this.moved);
    this.map.removeControl(this.overlay as never);
  }

  private work(look: SensorLook, same: boolean): void {
    const known = new Map<Marker, Drawn>();
    this.drawn = look.markers.map((marker) => {
      const drawn = (same ? this.known.get(marker) : undefined) ?? drawnOf(marker, look);
      known.set(marker, drawn);
      return drawn;
    });
    this.known = known;
    this.mercator = new Float64Array(2 * this.drawn.length);
    this.drawn.forEach(({ marker }, i) => {
      const at = MercatorCoordinate.fromLngLat([marker.location.longitude, marker.location.latitude]);
      this.mercator[2 * i] = at.x;
      this.mercator[2 * i + 1] = at.y;
    });
    this.columns = this.columnsOf();
  }

  /** The columns of now; whoever was elsewhere before glides from there. */
  private columnsOf(): SignColumns {
    const { drawn, mercator } = this;
    const before = this.columns;
    const indexBefore = this.index;
    const length = drawn.length;
    const origin = [512 * (mercator[0] ?? 0.5), 512 * (1 - (mercator[1] ?? 0.5))] as const;
    const columns: SignColumns = {
      ...{ length, origin, from: new Float32Array(2 * length), to: new Float32Array(2 * length) },
      ...{ look: new Uint8Array(4 * length), size: new Float32Array(length) },
    };
    const index = new Map<string, number>();
    const shiftX = before.origin[0] - origin[0];
    const shiftY = before.origin[1] - origin[1];
    let moved = false;
    for (let i = 0; i < length; i++) {
      const { marker, plate, colour, size } = drawn[i] as Drawn;
      const x = 512 * (mercator[2 * i] ?? 0) - origin[0];
      const y = 512 * (1 - (mercator[2 * i + 1] ?? 0)) - origin[1];
      columns.to[2 * i] = x;
      columns.to[2 * i + 1] = y;
      const was = indexBefore.get(marker.id);
      const fromX = was === undefined ? x : (before.to[2 * was] ?? 0) + shiftX;
      const fromY = was === undefined ? y : (before.to[2 * was + 1] ?? 0) + shiftY;
      columns.from[2 * i] = fromX;
      columns.from[2 * i + 1] = fromY;
      moved ||= Math.abs(fromX - x) > STILL || Math.abs(fromY - y) > STILL;
      columns.look.set([colour[0], colour[1], colour[2], PLATES.indexOf(plate)], 4 * i);
      columns.size[i] = size;
      index.set(marker.id, i);
    }
    this.index = index;
    this.glideStart = moved ? performance.now() : 0;
    return columns;
  }

  private readonly moved = (): void => {
    const bounds = this.map.getBounds();
    const west = bounds.getWest();
    const east = bounds.getEast();
    const south = bounds.getSouth();
    const north = bounds.getNorth();
    const inView: Drawn[] = [];
    for (const drawn of this.drawn) {
      const [longitude, latitude] = drawn.position;
      if (longitude < west || longitude > east || latitude < south || latitude > north) continue;
      inView.push(drawn);
      if (inView.length > MOST_SIGNS) break;
    }
    this.inView = inView;
    this.near = inView.length <= MOST_SIGNS && this.map.getZoom() >= SIGNS_FROM_ZOOM;
    this.labels =
      this.near && inView.length <= MOST_LABELS ? this.apart(inView.filter(({ marker }) => marker.state === 'OK')) : [];
    this.draw();
  };

  /** Leaves out values that would be written over others, or over a sign. */
  private apart(wanted: readonly Drawn[]): Drawn[] {
    const taken = wanted.map(({ position }) => {
      const { x, y } = this.map.project(position);
      return { x, y };
    });
    return wanted.filter((drawn) => {
      const { x, y } = this.map.project(drawn.position);
      const free = taken.every(
        (other) =>
          (other.x === x && other.y === y) ||
          Math.abs(other.x - x) > LABEL_WIDTH_PX ||
          Math.abs(other.y - (y + LABEL_BELOW_PX)) > LABEL_HEIGHT_PX,
      );
      if (free) taken.push({ x, y: y + LABEL_BELOW_PX });
      return free;
    });
  }

  private draw(): void {
    const { look, near, atlas, drawn } = this;
    if (!look) return;
    const dark = look.scheme === 'dark';
    const chosen = drawn.filter(({ marker }) => marker.id === look.chosen);
    const position = (each: Drawn) => each.position;
    const icons = { iconAtlas: atlas.image as never, iconMapping: atlas.places, sizeUnits: 'pixels' as const };
    this.overlay.setProps({
      layers: [
        new ScatterplotLayer<Drawn>({
          id: 'sensor-chosen',
          data: chosen,
          getPosition: position,
          radiusUnits: 'pixels',
          getRadius: 21,
          getFillColor: dark ? [159, 196, 236, 80] : [47, 106, 173, 70],
          getLineColor: dark ? [159, 196, 236, 255] : [47, 106, 173, 255],
          lineWidthUnits: 'pixels',
          getLineWidth: 2,
          stroked: true,
        }),
        new SignsLayer({
          id: 'sensor-signs',
          columns: this.columns,
          sizeScale: near ? 1 : 0.45,
          glideStart: this.glideStart,
          // Near, the sign of the kind stands in the middle: both go at once.
          glideMs: this.glideStart > 0 && !near ? GLIDE_MS : 0,
        }),
        near &&
          new IconLayer<Drawn>({
            id: 'sensor-kinds',
            data: this.inView,
            ...icons,
            getPosition: position,
            getIcon: (each) => each.marker.kind,
            getColor: (each) => each.glyphColour,
            getSize: 16,
          }),
        this.labels.length > 0 &&
          new TextLayer<Drawn>({
            id: 'sensor-values',
            data: this.labels,
            getPosition: position,
            getText: (each) => labelOf(each.marker, look),
            getSize: 12,
            getColor: dark ? [227, 231, 235, 255] : [26, 31, 37, 255],
            getPixelOffset: [0, LABEL_BELOW_PX],
            fontFamily: 'Inter Variable, sans-serif',
            fontWeight: 600,
            characterSet: 'auto',
            outlineWidth: 3,
            outlineColor: dark ? [20, 23, 27, 255] : [255, 255, 255, 255],
            fontSettings: { sdf: true, fontSize: 40, buffer: 8 },
          }),
      ],
    });
  }
}

function labelOf(marker: Marker, look: SensorLook): string {
  const info = marker.quantity ? look.quantities.get(marker.quantity) : undefined;
  return marker.value === null || marker.value === undefined ? '' : formatValue(marker.value, info?.unit ?? '');
}

function drawnOf(marker: Marker, look: SensorLook): Drawn {
  const dark = look.scheme === 'dark';
  const position: [number, number] = [marker.location.longitude, marker.location.latitude];
  const quiet: Colour = dark ? [163, 173, 184, 255] : [86, 98, 112, 255];
  if (marker.state !== 'OK') {
    const bad: Colour = dark ? [255, 107, 102, 255] : [195, 25, 28, 255];
    const warn: Colour = dark ? [255, 159, 74, 255] : [168, 74, 0, 255];
    const colour = marker.state === 'SILENT' ? bad : marker.state === 'DOUBTFUL' ? warn : quiet;
    return { marker, position, plate: plateOf[marker.state], colour, glyphColour: colour, size: 32 };
  }
  const info = marker.quantity ? look.quantities.get(marker.quantity) : undefined;
  const band = bandOf(info, marker.value);
  if (!band) {
    const colour: Colour = dark ? [143, 184, 226, 255] : [47, 106, 173, 255];
    return { marker, position, plate: 'rank0', colour, glyphColour: onColour(colour), size: 26 };
  }
  const colour = rgb(band.colour);
  const rank = bandRank(info, band);
  return {
    marker,
    position,
    plate: `rank${rank}`,
    colour,
    glyphColour: onColour(colour),
    size: rank === 2 ? 36 : rank === 1 ? 34 : 28 + rank,
  };
}

function rgb(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, 255];
}

/** Black or white, whichever is read more easily on the colour (relative luminance of WCAG 2.2, without its gamma). */
function onColour([red, green, blue]: Colour): Colour {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 115 ? [16, 20, 24, 255] : [255, 255, 255, 255];
}
