import {
  Layer,
  type LayerContext,
  type LayerProps,
  type UpdateParameters,
  type WebMercatorViewport,
} from '@deck.gl/core';
import { Model, ShaderInputs } from '@luma.gl/engine';
import type { Buffer, Device } from '@luma.gl/core';
import type { ShaderModule } from '@luma.gl/shadertools';

/** Signs of many sensors in columns: what the GPU reads as it stands. */
export interface SignColumns {
  length: number;
  /** Where the columns `from` and `to` are counted from, in deck.gl's common space (a world of 512 by 512). */
  origin: readonly [number, number];
  /** x and y of each sign when the glide began, and where it ends. */
  from: Float32Array;
  to: Float32Array;
  /** Red, green, blue and the shape of each sign. */
  look: Uint8Array;
  /** Diameter of each sign in pixels. */
  size: Float32Array;
}

interface SignsProps extends LayerProps {
  columns: SignColumns;
  /** A factor for all sizes. */
  sizeScale: number;
  /** When the glide began, in ms of `performance.now()`, and how long it takes; 0 for none. */
  glideStart: number;
  glideMs: number;
}

const block = `layout(std140) uniform signsUniforms {
  vec4 view;
  float glide;
  float sizeScale;
} signs;
`;

const signsModule = {
  name: 'signs',
  vs: block,
  fs: block,
  uniformTypes: { view: 'vec4<f32>', glide: 'f32', sizeScale: 'f32' },
} as const satisfies ShaderModule;

const vertexShader = `#version 300 es
precision highp float;
in vec2 fromPlace;
in vec2 toPlace;
in vec4 look;
in float size;
out vec4 vLook;
out float vPixels;
void main(void) {
  vec2 place = mix(fromPlace, toPlace, signs.glide);
  gl_Position = vec4(place * signs.view.xy + signs.view.zw, 0.0, 1.0);
  vPixels = size * signs.sizeScale;
  gl_PointSize = vPixels + 2.0;
  vLook = look;
}
`;

/* Each shape is a distance to its edge in pixels, so that one step makes the edge soft. */
const fragmentShader = `#version 300 es
precision highp float;
in vec4 vLook;
in float vPixels;
out vec4 fragColor;
void main(void) {
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * (vPixels + 2.0) / vPixels;
  vec2 a = abs(p);
  int shape = int(vLook.a * 255.0 + 0.5);
  float d;
  if (shape == 0) d = length(p) - 0.875;
  else if (shape == 1) d = (a.x + a.y - 0.94) * 0.7071;
  else if (shape == 2) d = max(p.y - 0.81, a.x * 0.887 - p.y * 0.461 - 0.4) - 0.02;
  else if (shape == 3) d = max(max(a.x, a.y) - 0.875, (a.x + a.y) * 0.7071 - 0.884);
  else {
    float half_width = max(0.11, 1.2 / vPixels);
    if (shape == 7) d = max(a.x - 0.75, a.y - half_width);
    else if (shape == 5) {
      d = abs((a.x + a.y - 0.8) * 0.7071) - half_width;
      if (abs(a.x - a.y) < 0.22) d = 1.0;
    } else {
      d = abs(length(p) - 0.8) - half_width;
      if (shape == 4) d = min(d, max(abs(p.x + p.y) * 0.7071 - half_width, length(p) - 0.8));
      else if (fract(atan(p.y, p.x) * 1.2732) > 0.55) d = 1.0;
    }
  }
  float alpha = clamp(0.5 - d * vPixels * 0.5, 0.0, 1.0);
  if (alpha < 0.01) discard;
  fragColor = vec4(vLook.rgb * alpha, alpha);
}
`;

interface Buffers {
  from: Buffer;
  to: Buffer;
  look: Buffer;
  size: Buffer;
}

/**
 * Draws each sensor as one point. An icon of deck.gl has four corners, each placed with the full accuracy of a globe; on
 * computers that draw with the processor that is most of the work. A flat map without rotation needs a scale and a shift.
 * Moving signs glide from their old to their new place without the columns being written anew.
 */
export class SignsLayer extends Layer<SignsProps> {
  static override layerName = 'SignsLayer';
  declare state: { model: Model; buffers: Buffers | undefined };

  override initializeState({ device }: LayerContext): void {
    this.setState({ model: this.modelOf(device), buffers: undefined });
  }

  override updateState({ props, oldProps, context }: UpdateParameters<this>): void {
    if (props.columns === oldProps.columns && this.state.buffers) return;
    const { from, to, look, size, length } = props.columns;
    this.release();
    const { device } = context;
    const buffers = {
      from: device.createBuffer({ data: from }),
      to: device.createBuffer({ data: to }),
      look: device.createBuffer({ data: look }),
      size: device.createBuffer({ data: size }),
    };
    const { model } = this.state;
    model.setAttributes({ fromPlace: buffers.from, toPlace: buffers.to, look: buffers.look, size: buffers.size });
    model.setVertexCount(length);
    this.setState({ buffers });
  }

  override finalizeState(context: LayerContext): void {
    super.finalizeState(context);
    this.release();
  }

  /** While signs glide there is a new frame to draw. */
  override getNeedsRedraw(options: { clearRedrawFlags: boolean }): string | false {
    return super.getNeedsRedraw(options) || (this.glide() < 1 ? 'signs glide' : false);
  }

  override draw({ renderPass }: { renderPass: Parameters<Model['draw']>[0] }): void {
    const { columns, sizeScale } = this.props;
    if (columns.length === 0) return;
    const { width, height, center, scale } = this.context.viewport as WebMercatorViewport;
    const [x, y] = columns.origin;
    const { model } = this.state;
    const sx = (2 * scale) / width;
    const sy = (2 * scale) / height;
    model.shaderInputs.setProps({
      signs: {
        view: [sx, sy, (x - (center[0] ?? 0)) * sx, (y - (center[1] ?? 0)) * sy],
        glide: this.glide(),
        sizeScale: sizeScale * (this.context.device.getDefaultCanvasContext().cssToDeviceRatio() || 1),
      },
    });
    model.draw(renderPass);
  }

  private glide(): number {
    const { glideStart, glideMs } = this.props;
    return glideMs === 0 ? 1 : Math.min(1, (performance.now() - glideStart) / glideMs);
  }

  private modelOf(device: Device): Model {
    return new Model(device, {
      id: this.props.id,
      vs: vertexShader,
      fs: fragmentShader,
      // deck.gl offers every layer its own modules too (picking, light, projection); none is needed here.
      shaderInputs: new ShaderInputs({ signs: signsModule }, { disableWarnings: true }),
      topology: 'point-list',
      bufferLayout: [
        { name: 'fromPlace', format: 'float32x2' },
        { name: 'toPlace', format: 'float32x2' },
        { name: 'look', format: 'unorm8x4' },
        { name: 'size', format: 'float32' },
      ],
      parameters: {
        depthWriteEnabled: false,
        depthCompare: 'always',
        blend: true,
        blendColorSrcFactor: 'one',
        blendColorDstFactor: 'one-minus-src-alpha',
        blendAlphaSrcFactor: 'one',
        blendAlphaDstFactor: 'one-minus-src-alpha',
      },
    });
  }

  private release(): void {
    const { buffers } = this.state;
    if (buffers) Object.values(buffers as unknown as Record<string, Buffer>).forEach((buffer) => buffer.destroy());
  }
}
