/** `visualization_msgs`: what a viewer is asked to draw. */
import type { Time } from "../time.ts";
import type { Point, Pose, Vector3 } from "./geometry.ts";
import type { CompressedImage } from "./image.ts";
import type { Header } from "./std.ts";

/** Each part from 0 to 1. */
export interface ColorRGBA {
  /** Red. */
  r: number;
  /** Green. */
  g: number;
  /** Blue. */
  b: number;
  /** Opacity. */
  a: number;
}

/** A place in a texture, 0 to 1. */
export interface UVCoordinate {
  /** Along its width. */
  u: number;
  /** Along its height. */
  v: number;
}

/** A mesh that comes with the message. */
export interface MeshFile {
  /** Its extension says the format. */
  filename: string;
  /** The file; empty: none. */
  data: Uint8Array;
}

/** One shape; which fields count depends on its type. */
export interface Marker {
  /** When, and the frame of the pose. */
  header: Header;
  /** With `id` it names the marker: a later one of the same name replaces it. */
  ns: string;
  /** Unique in `ns`. */
  id: number;
  /** 0 arrow, 1 cube, 2 sphere, 3 cylinder, 4 line strip, 5 line list, 8 points, 9 text, … */
  type: number;
  /** 0 add or modify, 2 delete, 3 delete all. */
  action: number;
  /** Of its centre. */
  pose: Pose;
  /** Metres along its axes. */
  scale: Vector3;
  /** Of the whole. */
  color: ColorRGBA;
  /** How long it stays; 0: until it is replaced. */
  lifetime: Time;
  /** It moves with its frame. */
  frame_locked: boolean;
  /** Of lists, in the frame of the pose. */
  points: Point[];
  /** One a point, or none. */
  colors: ColorRGBA[];
  /** A URI; empty: none. */
  texture_resource: string;
  /** A picture to put on the mesh. */
  texture: CompressedImage;
  /** One a point, or none. */
  uv_coordinates: UVCoordinate[];
  /** Of a text. */
  text: string;
  /** A URI; empty: none. */
  mesh_resource: string;
  /** The mesh itself. */
  mesh_file: MeshFile;
  /** Colours of the mesh are its own. */
  mesh_use_embedded_materials: boolean;
}

/** Any number of shapes. */
export interface MarkerArray {
  /** The shapes. */
  markers: Marker[];
}
