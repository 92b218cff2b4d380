import { createHash } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Takes what only one process of the machine may hold: a listening socket, so that it ends with its process however
 * that dies, and no process id is trusted that another program may have by now. Undefined if it is held.
 */
export async function takeLock(subject, note = '') {
  const path = socketPath(subject)
  // Kept open: whoever waits for the lock sees its end as the end of this connection.
  const open = new Set()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
    socket.unref().write(`${note}\n`)
  })
  const release = () => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  if (await listen(server, path)) return { release }
  if (!isFile(path) || (await readLock(subject)) !== undefined) return undefined
  unlinkSync(path)
  return takeLock(subject, note)
}

/** The note of whoever holds it; undefined if nobody does. */
export function readLock(subject) {
  return new Promise((resolve) => {
    let note = ''
    const socket = connect(socketPath(subject)).setEncoding('utf8')
    socket.on('error', () => resolve(undefined))
    socket.on('data', (text) => {
      note += text
      if (note.includes('\n')) socket.destroy()
    })
    socket.on('close', () => resolve(note.trim()))
  })
}

/** Resolves when whoever holds it has let it go or died. */
export function waitForLock(subject) {
  return new Promise((resolve) => {
    connect(socketPath(subject)).on('error', resolve).on('close', resolve).resume()
  })
}

// On Linux an abstract socket, which leaves no file; elsewhere a file can outlive its process, and is told by that
// nobody answers.
function socketPath(subject) {
  const name = `gatehouse-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const isFile = (path) => path.startsWith('/')

function listen(server, path) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen(path, () => resolve(true))
    server.unref()
  })
}
