/** The package manager and its version. */
export declare const PNPM: string
export declare function installPackages(root: string, environment: NodeJS.ProcessEnv): Promise<void>
