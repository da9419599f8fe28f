/**
 * Memory for what hubs send: so many bytes of all together, and half of them for one callback, so that no hub
 * alone keeps the others out.
 */
export class Room {
  private readonly taken = new Map<string, number>();
  private all = 0;

  constructor(private readonly bytes: number) {}

  /** False where there is not so much left; then nothing is taken. */
  take(id: string, bytes: number): boolean {
    const own = (this.taken.get(id) ?? 0) + bytes;
    if (own > this.bytes / 2 || this.all + bytes > this.bytes) return false;
    this.taken.set(id, own);
    this.all += bytes;
    return true;
  }

  /** Gives back what was taken. */
  give(id: string, bytes: number): void {
    const left = (this.taken.get(id) ?? 0) - bytes;
    if (left > 0) this.taken.set(id, left);
    else this.taken.delete(id);
    this.all -= bytes;
  }
}
