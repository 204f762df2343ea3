//! Constants that need themselves through functions, as decoders and parsers of nested things do.
//!
//! No order of evaluation is right for all of them: whether a function that is handed on is called at once can't be seen. So
//! each is evaluated when it is first asked for, as in the official output.

use std::collections::BTreeSet;

use super::lower::order::needed;
use super::tree::{GlobalId, Program};

/// The constants that are in a cycle of definitions.
pub(crate) fn constants(program: &Program) -> BTreeSet<GlobalId> {
    let is_constant = |place: &usize| program.globals[*place].parameters.is_empty();
    let itself = |place: usize| needed(&program.globals[place].body).contains(&place);
    let cycles = components(program)
        .into_iter()
        .filter(|group| group.len() > 1 || itself(group[0]));
    let constants = cycles.flatten().filter(is_constant);
    constants
        .map(|place| GlobalId(u32::try_from(place).expect("as many as ids")))
        .collect()
}

/// All globals: those that need each other together, behind what they need.
pub(crate) fn components(program: &Program) -> Vec<Vec<usize>> {
    let globals = program.globals.iter();
    let needs: Vec<Vec<usize>> = globals.map(|global| needed(&global.body)).collect();
    strongly_connected(&needs)
}

/// Tarjan's algorithm, without recursion.
fn strongly_connected(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut numbers = vec![NEW; needs.len()];
    let mut lowest = vec![0; needs.len()];
    let mut waiting = Vec::new();
    let mut is_waiting = vec![false; needs.len()];
    let mut groups = Vec::new();
    let mut count = 0;
    for start in 0..needs.len() {
        if numbers[start] != NEW {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((global, next)) = path.last().copied() {
            if next == 0 {
                numbers[global] = count;
                lowest[global] = count;
                count += 1;
                waiting.push(global);
                is_waiting[global] = true;
            }
            if let Some(need) = needs[global].get(next).copied() {
                path.last_mut().expect("it was just looked at").1 += 1;
                if numbers[need] == NEW {
                    path.push((need, 0));
                } else if is_waiting[need] {
                    lowest[global] = lowest[global].min(numbers[need]);
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                lowest[*before] = lowest[*before].min(lowest[global]);
            }
            if lowest[global] == numbers[global] {
                let at = waiting.iter().rposition(|other| *other == global);
                let mut group = waiting.split_off(at.expect("it is waiting"));
                group.reverse();
                group.iter().for_each(|other| is_waiting[*other] = false);
                groups.push(group);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::strongly_connected;

    #[test]
    fn what_needs_itself_is_together() {
        let needs = vec![
            vec![1],
            vec![2, 3],
            vec![0],
            vec![4, 4],
            vec![3],
            vec![5],
            vec![],
        ];
        let mut groups = strongly_connected(&needs);
        groups.iter_mut().for_each(|group| group.sort_unstable());
        assert_eq!(groups, [vec![3, 4], vec![0, 1, 2], vec![5], vec![6]]);
    }
}
