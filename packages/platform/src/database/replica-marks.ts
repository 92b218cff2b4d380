/** When the primary's log ended where. */
export type Mark = { at: number; end: number }
/** The oldest first. */
export type Marks = readonly Mark[]

export const noMarks: Marks = []

// A minute of them, at one a second: what is older than that is old enough.
const MOST = 60

export const withMark = (marks: Marks, mark: Mark): Marks => [...marks, mark].slice(-MOST)

/** The newest mark at which all that was written by then is replayed. */
export const newestReplayed = (marks: Marks, replayed: number): Mark | undefined =>
  marks.findLast(({ end }) => end <= replayed)
