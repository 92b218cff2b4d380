export type Block = { language: string; text: string; line: number }

const FENCED = /^```(\w*)\n([\s\S]*?)^```$/gm

/** The fenced blocks of a page, in order. */
export const fencedBlocks = (markdown: string): Block[] =>
  [...markdown.matchAll(FENCED)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text: text.trimEnd(),
    line: markdown.slice(0, index).split('\n').length
  }))
