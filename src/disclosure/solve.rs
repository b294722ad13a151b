//! The linear solver, asked in one way only: how far can counts move away from a table that fits?
//!
//! In: a part, a table that agrees with it, what to push. Out: another table. The solver works with floating-point numbers, so
//! whatever it says is only a proposal: see [`Part::agrees`](super::part::Part).

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};

use super::facts::Equation;

/// How many branches the search for whole numbers may take. A limit of time would differ from machine to machine.
const BRANCHES: u64 = 2_000;

/// One count that may move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    /// How far it may move down, and up. `None` if there is no limit.
    pub room: (i64, Option<i64>),
    /// What each step costs.
    pub cost: f64,
}

/// What the moves are for.
pub(super) enum Aim<'a> {
    /// The cheapest in which one count moves exactly so far.
    Reach(usize, i64),
    /// The farthest in a direction: each count times a number, added up.
    Push(&'a [(usize, f64)]),
}

/// Whether counts move in whole steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Steps {
    /// In any: fast, and often whole all the same.
    Any,
    /// In whole ones.
    Whole,
}

/// How the solver ended.
pub(super) enum Ended {
    /// How far each count moves.
    Moved(Vec<f64>),
    /// No moves do it.
    Impossible,
    /// There is no end to how far they go.
    Endless,
    /// It gave up.
    GaveUp,
}

/// Moves counts so that every equation keeps within its ends. The ends are measured from where the counts are now.
pub(super) fn moved(moves: &[Move], equations: &[Equation], aim: &Aim<'_>, steps: Steps) -> Ended {
    let mut problem = Problem::new(match aim {
        Aim::Reach(..) => OptimizationDirection::Minimize,
        Aim::Push(_) => OptimizationDirection::Maximize,
    });
    let mut pushes = vec![0.0; moves.len()];
    if let Aim::Push(all) = aim {
        all.iter().for_each(|(at, push)| pushes[*at] += push);
    }
    let mut add = |objective: f64, room: Option<i64>| match (steps, room) {
        (_, Some(0)) => None,
        (Steps::Whole, room) => {
            let room = room.map_or(i32::MAX, |room| i32::try_from(room).unwrap_or(i32::MAX));
            Some(problem.add_integer_var(objective, (0, room)))
        }
        (Steps::Any, room) => Some(problem.add_var(objective, (0.0, room.map_or(f64::INFINITY, float)))),
    };
    // Counts start where they are: two variables, both 0, one for each way.
    let pairs: Vec<[Option<Variable>; 2]> = moves
        .iter()
        .zip(&pushes)
        .map(|(of, push)| match aim {
            Aim::Reach(..) => [add(of.cost, Some(of.room.0)), add(of.cost, of.room.1)],
            Aim::Push(_) => [add(-push, Some(of.room.0)), add(*push, of.room.1)],
        })
        .collect();
    let terms_of = |at: usize, times: f64| {
        let [down, up] = pairs[at];
        down.map(|variable| (variable, -times)).into_iter().chain(up.map(|variable| (variable, times)))
    };
    if let Aim::Reach(at, amount) = aim {
        let terms: Vec<(Variable, f64)> = terms_of(*at, 1.0).collect();
        if terms.is_empty() {
            return Ended::Impossible;
        }
        problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, float(*amount));
    }
    for equation in equations {
        let largest = equation.terms.iter().map(|(_, times)| times.abs()).max().unwrap_or(1).max(1);
        let scale = 1.0 / float(largest);
        let terms: Vec<(Variable, f64)> =
            equation.terms.iter().flat_map(|(at, times)| terms_of(*at, float(*times) * scale)).collect();
        if terms.is_empty() {
            continue;
        }
        match (equation.least, equation.most) {
            (Some(least), Some(most)) if least == most => {
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, wide(least) * scale);
            }
            (least, most) => {
                if let Some(least) = least {
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, wide(least) * scale);
                }
                if let Some(most) = most {
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Le, wide(most) * scale);
                }
            }
        }
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    let solution = match problem.solve_with(options) {
        Ok(outcome) => outcome.into_solution(),
        Err(Error::Infeasible) => return Ended::Impossible,
        Err(Error::Unbounded) => return Ended::Endless,
        Err(_) => return Ended::GaveUp,
    };
    let Ok(solution) = solution else { return Ended::GaveUp };
    let value = |variable: Option<Variable>| variable.map_or(0.0, |variable| solution.var_value(variable));
    Ended::Moved(pairs.iter().map(|[down, up]| value(*up) - value(*down)).collect())
}

#[expect(clippy::cast_precision_loss, reason = "a proposal of the solver is checked in whole numbers")]
pub(super) fn float(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "a proposal of the solver is checked in whole numbers")]
fn wide(number: i128) -> f64 {
    number as f64
}
