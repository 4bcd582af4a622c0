export declare const floors: readonly (readonly string[])[];
export declare const ground: readonly string[];
export declare const tools: readonly string[];
export declare function floorOf(room: string | undefined): number | undefined;
export declare function breach(from: string, to: string): string | undefined;
