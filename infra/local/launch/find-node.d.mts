export declare function findNode(root: string): string
export declare function runsTypeScript(version: string): boolean
