//! The cheapest choice of all, for small models: which counts to hide, and a shift for each primary count, as one question.
//!
//! In: a model with few counts. Out: a proposal, which [`Exchange`](super::exchange::Exchange) has to confirm.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::model::{Model, Standing};
use super::solve::float;

/// The most that counts times primary counts may be. Each has a variable or more.
const SIZE: usize = 160;
/// How many branches the search may take.
const BRANCHES: u64 = 1_000;

/// The counts to hide at the least loss. `None` if the model is too large, or the search found nothing.
pub(super) fn cheapest(model: &Model, numbers: &[i64]) -> Option<Vec<bool>> {
    let hidden = model.primaries();
    let primaries: Vec<usize> = (0..hidden.len()).filter(|at| hidden[*at] && model.counts[*at].width > 0).collect();
    let is_rounded = model.counts.iter().any(|count| count.standing != Standing::Primary && count.shown.known().is_none());
    if primaries.is_empty() || primaries.len() * hidden.len() > SIZE || is_rounded {
        return None;
    }
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let chosen: Vec<Option<Variable>> = model
        .counts
        .iter()
        .zip(numbers)
        .map(|(count, number)| {
            let may_hide = count.standing == Standing::Optional && count.hidden.holds(*number);
            may_hide.then(|| problem.add_binary_var(loss(count.loss)))
        })
        .collect();
    for primary in primaries {
        let width = model.counts[primary].width;
        let low = shift(&mut problem, model, numbers, &chosen, width);
        let high = shift(&mut problem, model, numbers, &chosen, width);
        let terms = signed(high[primary], 1.0).chain(signed(low[primary], -1.0)).collect::<Vec<_>>();
        if terms.is_empty() {
            return None;
        }
        problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, float(width));
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
    let is_chosen = |variable: &Option<Variable>| variable.is_some_and(|variable| solution.var_value(variable) > 0.5);
    Some(hidden.iter().zip(&chosen).map(|(hidden, chosen)| *hidden || is_chosen(chosen)).collect())
}

/// A shift in which only hidden and chosen counts move: for each, how far down and how far up.
fn shift(
    problem: &mut Problem,
    model: &Model,
    numbers: &[i64],
    chosen: &[Option<Variable>],
    width: i64,
) -> Vec<Option<[Variable; 2]>> {
    let most = 2 * width;
    let mut moves = Vec::with_capacity(numbers.len());
    for ((count, number), choice) in model.counts.iter().zip(numbers).zip(chosen) {
        let can_move = choice.is_some() || matches!(count.standing, Standing::Primary | Standing::Unprinted);
        if !can_move {
            moves.push(None);
            continue;
        }
        let down = (number - count.hidden.least).clamp(0, most);
        let up = count.hidden.most.map_or(most, |end| (end - number).clamp(0, most));
        let pair = [down, up].map(|room| problem.add_var(0.0, (0.0, float(room))));
        if let Some(choice) = choice {
            let terms = [(pair[0], 1.0), (pair[1], 1.0), (*choice, -float(most))];
            problem.add_constraint(terms.as_slice(), ComparisonOp::Le, 0.0);
        }
        moves.push(Some(pair));
    }
    for equation in &model.equations {
        let terms: Vec<(Variable, f64)> =
            equation.terms.iter().flat_map(|(at, times)| signed(moves[*at], float(*times))).collect();
        let sum = equation.sum(|at| numbers[at]);
        if terms.is_empty() {
            continue;
        }
        if let Some(least) = equation.least {
            problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, room(least - sum));
        }
        if let Some(most) = equation.most {
            problem.add_constraint(terms.as_slice(), ComparisonOp::Le, room(most - sum));
        }
    }
    moves
}

fn signed(pair: Option<[Variable; 2]>, times: f64) -> impl Iterator<Item = (Variable, f64)> {
    pair.into_iter().flat_map(move |[down, up]| [(down, -times), (up, times)])
}

#[expect(clippy::cast_precision_loss, reason = "a proposal is checked in whole numbers")]
fn loss(loss: u64) -> f64 {
    loss as f64
}

#[expect(clippy::cast_precision_loss, reason = "a proposal is checked in whole numbers")]
fn room(room: i128) -> f64 {
    room as f64
}
