export type Lock = { release: () => void }
export declare function takeLock(subject: string, note?: string): Promise<Lock | undefined>
export declare function readLock(subject: string): Promise<string | undefined>
export declare function waitForLock(subject: string): Promise<void>
