//! Strongly connected components, dependencies first. Knows nothing of Elm.
//!
//! Kosaraju's two walks, without recursion, so that ten thousand definitions in a row are fine. The order in
//! and among components is that of Haskell's `Data.Graph.stronglyConnComp`, for it decides which definition
//! of a cycle the official compiler reports.

/// A component.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Component {
    /// A node that doesn't lead to itself.
    Single(usize),
    /// Nodes that lead to each other, or one that leads to itself.
    Cycle(Vec<usize>),
}

/// The components of a graph, each after those that it leads to. `edges[node]` are the nodes that it leads
/// to; nodes are numbered in the order of their names.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<Component> {
    let mut finished = Vec::with_capacity(edges.len());
    let reversed = reverse(edges);
    let mut seen = vec![false; edges.len()];
    for root in 0..edges.len() {
        walk(
            root,
            &reversed,
            &mut seen,
            |_| {},
            |node| finished.push(node),
        );
    }
    let mut components = Vec::new();
    let mut seen = vec![false; edges.len()];
    for root in finished.into_iter().rev() {
        let mut members = Vec::new();
        walk(root, edges, &mut seen, |node| members.push(node), |_| {});
        match members.as_slice() {
            [] => {}
            [single] if !edges[*single].contains(single) => {
                components.push(Component::Single(*single));
            }
            _ => components.push(Component::Cycle(members)),
        }
    }
    components
}

fn reverse(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate().rev() {
        for to in targets.iter().rev() {
            reversed[*to].push(from);
        }
    }
    reversed
}

/// Visits what `root` leads to and was not seen yet, depth first: `enter` on the way down, `leave` on the
/// way up.
fn walk(
    root: usize,
    edges: &[Vec<usize>],
    seen: &mut [bool],
    mut enter: impl FnMut(usize),
    mut leave: impl FnMut(usize),
) {
    if std::mem::replace(&mut seen[root], true) {
        return;
    }
    enter(root);
    let mut path = vec![(root, edges[root].iter())];
    while let Some((node, targets)) = path.last_mut() {
        match targets.next() {
            Some(&next) if !seen[next] => {
                seen[next] = true;
                enter(next);
                path.push((next, edges[next].iter()));
            }
            Some(_) => {}
            None => {
                leave(*node);
                path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Component, components};

    #[test]
    fn dependencies_come_first() {
        let edges = [vec![1, 2], vec![2], vec![], vec![4], vec![3]];
        assert_eq!(
            components(&edges),
            [
                Component::Cycle(vec![3, 4]),
                Component::Single(2),
                Component::Single(1),
                Component::Single(0),
            ]
        );
    }

    #[test]
    fn a_node_that_leads_to_itself_is_a_cycle() {
        assert_eq!(components(&[vec![0]]), [Component::Cycle(vec![0])]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let length = 200_000;
        let edges: Vec<_> = (0..length)
            .map(|node| {
                if node + 1 < length {
                    vec![node + 1]
                } else {
                    vec![]
                }
            })
            .collect();
        assert_eq!(components(&edges).len(), length);
    }
}
