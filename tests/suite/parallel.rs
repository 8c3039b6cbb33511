//! Work on all cores, without the stealing between tasks that nested pools of rayon would do.

use std::sync::atomic::{AtomicU64, Ordering};

/// Does `work` for every number of a range, and gives the results in no particular order. A panic ends all.
pub fn each<T: Send>(numbers: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let next = AtomicU64::new(numbers.start);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < numbers.end);
    let alone = || rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
    let worker = || alone().install(|| std::iter::from_fn(take).map(&work).collect::<Vec<T>>());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        let finished = workers.into_iter().map(|worker| worker.join());
        finished.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
