/**
 * Just enough of a WebAssembly assembler to write a short module by hand (WebAssembly core specification 2.0, sections 5.4 and 5.5).
 * Instructions are lists of bytes; `body(a, b, ...)` joins them. No file to load, no build step, nothing to depend on.
 */
type Code = readonly number[];

const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);
const signed = (value: number): number[] => (value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)]);
const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const named = (name: string): number[] => vector([...name].map((letter) => [letter.charCodeAt(0)]));
const section = (id: number, content: Code): number[] => [id, ...unsigned(content.length), ...content];
const simd = (op: number, ...rest: number[]): number[] => [0xfd, ...unsigned(op), ...rest];

const I32 = 0x7f, V128 = 0x7b;

/** Joins instructions. */
export const body = (...code: readonly Code[]): Code => code.flat();
/** Puts a local on the stack. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
/** Takes what is on the stack into a local. */
export const set = (local: number): Code => [0x21, ...unsigned(local)];
/** Copies what is on the stack into a local and leaves it there. */
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
/** Puts a whole number of 32 bits on the stack. */
export const number = (value: number): Code => [0x41, ...signed(value)];
/** Runs `code` again for as long as it leaves something other than 0 on the stack. Runs it once at least. */
export const again = (code: Code): Code => [0x03, 0x40, ...code, 0x0d, 0, 0x0b];
/** Runs `code` if what is on the stack is not 0. */
export const when = (code: Code): Code => [0x04, 0x40, ...code, 0x0b];
/** The instructions on numbers of 32 bits that the sieve uses, by their names in the specification. */
export const i32 = {
  load: [0x28, 2, 0], store: [0x36, 2, 0], load16: [0x2f, 1, 0],
  eqz: [0x45], lessUnsigned: [0x49], ctz: [0x68], add: [0x6a], sub: [0x6b], and: [0x71], shl: [0x74], shr: [0x76],
} as const satisfies Record<string, Code>;
/** Vectors of sixteen bytes. */
export const bytes = {
  load: (offset = 0) => simd(0, 0, ...unsigned(offset)), store: (offset = 0) => simd(11, 0, ...unsigned(offset)),
  splat16At: (offset = 0) => simd(8, 1, ...unsigned(offset)), constant: (lanes: Code) => simd(12, ...lanes), splat: simd(15),
  /** Each byte of the second looked up in the first. */
  lookUp: simd(14), equal: simd(35), atMost: simd(42), atLeast: simd(44), and: simd(78), anyTrue: simd(83), mask: simd(100), addUpTo255: simd(112), greater: simd(121),
} as const;

/** A function: how many whole numbers it takes, whether it returns one, its further locals, its code. */
export interface Written {
  readonly name: string;
  readonly takes: number;
  readonly returns: boolean;
  readonly numbers: number;
  readonly vectors: number;
  readonly code: Code;
}

/** A module that imports one memory, `env.memory`, and exports these functions. */
export function assemble(functions: readonly Written[]): Uint8Array<ArrayBuffer> {
  const types = functions.map((f) => [0x60, ...vector(Array<Code>(f.takes).fill([I32])), ...vector(f.returns ? [[I32]] : [])]);
  const bodies = functions.map((f) => {
    const code = [...vector([[...unsigned(f.numbers), I32], [...unsigned(f.vectors), V128]]), ...f.code, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector(types)), ...section(2, vector([[...named('env'), ...named('memory'), 2, 0, 1]])),
    ...section(3, vector(functions.map((_, f) => unsigned(f)))), ...section(7, vector(functions.map((f, i) => [...named(f.name), 0, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}
