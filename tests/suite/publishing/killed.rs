//! Builds killed at random moments.

use super::{Tree, Yard, length};
use crate::folder::whole;
use std::process::Child;
use std::time::{Duration, Instant};

/// How long a build takes here and now, and its last part, in which the output changes.
fn spans(yard: &Yard, trees: &[Tree; 2]) -> [Duration; 2] {
    yard.publish(&trees[0]);
    let begun = Instant::now();
    let mut child = yard.command(&trees[1]).spawn().expect("the program starts");
    wait_for_candidate(yard, &mut child);
    let compiled = begun.elapsed();
    assert!(child.wait().expect("it ends").success());
    [begun.elapsed(), begun.elapsed().saturating_sub(compiled)]
}

/// Returns once the build writes, or has ended.
fn wait_for_candidate(yard: &Yard, child: &mut Child) {
    while !yard.candidate().exists() && child.try_wait().expect("it can be asked").is_none() {
        std::thread::yield_now();
    }
}

#[test]
fn at_random_moments_it_leaves_the_old_edition_or_the_new() {
    let yard = Yard::new();
    let trees = [1, 2].map(|seed| Tree::new(40, seed));
    let mut random = fastrand::Rng::with_seed(7);
    let (mut old, mut new, mut left) = (0, 0, 0);
    let kills = length("PROMULGATE_KILLS", 30);
    let [whole_span, last_span] = spans(&yard, &trees);
    for kill in 0..kills {
        yard.publish(&trees[0]);
        let mut child = yard.command(&trees[1]).spawn().expect("the program starts");
        // Most of a build goes by before it writes: three kills out of four wait for that.
        let span = if kill % 4 == 0 { whole_span } else { last_span };
        if kill % 4 != 0 {
            wait_for_candidate(&yard, &mut child);
        }
        std::thread::sleep(span.mul_f64(random.f64()));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        left += u32::from(yard.candidate().exists());
        let found = whole(&yard.output()).expect("whole");
        old += u32::from(found == trees[0].manifest);
        new += u32::from(found == trees[1].manifest);
    }
    yard.publish(&trees[0]);
    println!("{kills} killed: {old} old, {new} new, {left} with a temporary folder left");
    assert_eq!(old + new, kills);
}
