/** Prints the text and ends if it was asked for. */
export function answerHelp(text: string) {
  if (!process.argv.slice(2).some((argument) => ['--help', '-h'].includes(argument))) return
  process.stdout.write(text)
  process.exit(0)
}
