// Core's `shuffle` of a pass's rows, and of their weights in step with them: a workgroup makes the words, its first
// invocation swaps. Fisher-Yates is a chain: what an element is swapped with depends on all swaps before it.

struct Settings {
  zero: u32,
}

struct Shuffle {
  list: u32,
  weights: u32,
  weighted: u32,
  count: u32,
  seed: vec2u,
  purpose: u32,
  round: u32,
}

@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read> shuffles: array<Shuffle>;
@group(0) @binding(2) var<storage, read_write> lists: array<u32>;

const MAKERS = 64u;
/** Each maker makes four blocks of four words. */
const MADE = MAKERS * 16u;

var<workgroup> words: array<u32, MADE>;

@compute @workgroup_size(MAKERS)
fn shuffle(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) id: u32) {
  zero = settings.zero;
  let own = shuffles[group.x];
  for (var done = 0u; done + 1u < own.count; done += MADE) {
    let made = chunk_words(done / 16u + id, 0u, own.round, own.purpose, own.seed);
    for (var block = 0u; block < 4u; block++) {
      for (var word = 0u; word < 4u; word++) {
        words[id * 16u + block * 4u + word] = made[word][block];
      }
    }
    workgroupBarrier();
    if (id == 0u) {
      for (var k = 0u; k < min(MADE, own.count - 1u - done); k++) {
        let i = own.count - 1u - done - k;
        let j = below(words[k], i + 1u);
        swap(own.list + i, own.list + j);
        if (own.weighted == 1u) {
          swap(own.weights + i, own.weights + j);
        }
      }
    }
    workgroupBarrier();
  }
}

fn swap(a: u32, b: u32) {
  let moved = lists[a];
  lists[a] = lists[b];
  lists[b] = moved;
}
