//! What rules are asked, and what they answer with: counted on the way.
//!
//! It changes nothing of either. Every kind is there from the start, so that what never happens is seen to be 0.

use std::sync::Arc;
use std::time::Instant;

use buildamp_rules::{
    Access, Call, Context, Decision, Effect, EffectKind, Failure, Handler, Json, Reads, Response,
    Rules,
};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Function {
    function: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    effect: &'static str,
}

/// Counts of calls and of effects, and the time in the rules. Clones count together.
#[derive(Clone)]
pub struct Answers {
    functions: Family<Function, Counter>,
    kinds: Family<Kind, Counter>,
    /// The same by their numbers: a message needs no look-up.
    calls: Arc<[Counter]>,
    effects: Arc<[Counter]>,
    /// Seconds of each call, also of one that ended early.
    time: Histogram,
}

impl Default for Answers {
    fn default() -> Answers {
        let functions = Family::<Function, Counter>::default();
        let kinds = Family::<Kind, Counter>::default();
        let call = |handler: &Handler| {
            let function = handler.name();
            functions.get_or_create_owned(&Function { function })
        };
        let effect = |kind: &EffectKind| {
            let effect = kind.name();
            kinds.get_or_create_owned(&Kind { effect })
        };
        Answers {
            calls: Handler::ALL.iter().map(call).collect(),
            effects: EffectKind::ALL.iter().map(effect).collect(),
            functions,
            kinds,
            time: Histogram::new(super::seconds()),
        }
    }
}

impl Answers {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "calls",
            "Calls of the rules that ended in order",
            self.functions.clone(),
        );
        registry.register("logic_seconds", "Time in the logic", self.time.clone());
        registry.register(
            "effects",
            "Effects that the rules answered with",
            self.kinds.clone(),
        );
    }

    /// The same rules, which are counted here.
    pub(crate) fn of(&self, rules: Arc<dyn Rules>) -> Arc<dyn Rules> {
        let counts = self.clone();
        Arc::new(Counted { rules, counts })
    }

    fn call(&self, handler: Handler) {
        self.calls[handler as usize].inc();
    }

    /// Notes how long a call takes.
    fn timed<T>(&self, call: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let result = call();
        self.time.observe(began.elapsed().as_secs_f64());
        result
    }

    fn effects(&self, effects: &[Effect]) {
        for effect in effects {
            self.effects[effect.kind() as usize].inc();
        }
    }
}

struct Counted {
    rules: Arc<dyn Rules>,
    counts: Answers,
}

impl Rules for Counted {
    fn handles(&self, handler: Handler) -> bool {
        self.rules.handles(handler)
    }

    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<Decision, Failure> {
        let decision = self
            .counts
            .timed(|| self.rules.decide(call, context, reads))?;
        self.counts.call(call.handler());
        if !matches!(decision.response, Response::Reject(_)) {
            self.counts.effects(&decision.effects);
        }
        Ok(decision)
    }

    fn authorize(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Access, Failure> {
        let access = self.counts.timed(|| self.rules.authorize(context, reads))?;
        self.counts.call(Handler::AuthorizeJoin);
        Ok(access)
    }

    fn room_state(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Json, Failure> {
        let state = self
            .counts
            .timed(|| self.rules.room_state(context, reads))?;
        self.counts.call(Handler::RoomState);
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_places_in_the_lists() {
        for (place, kind) in EffectKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place, "{}", kind.name());
        }
        for (place, handler) in Handler::ALL.iter().enumerate() {
            assert_eq!(*handler as usize, place, "{}", handler.name());
        }
    }
}
