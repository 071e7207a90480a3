export function probe(backend: string): Promise<string[]>;
