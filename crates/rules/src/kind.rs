//! The kinds of effects, by the names that rules give them.

use crate::Effect;

macro_rules! kinds {
    ($($kind:ident = $name:literal),* $(,)?) => {
        /// A variant of `Effect` of `BuildAmp.Server`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the variants are those of the Elm type")]
        pub enum EffectKind {
            $($kind),*
        }

        impl EffectKind {
            /// All of them, in the order of their numbers.
            pub const ALL: &[EffectKind] = &[$(EffectKind::$kind),*];

            /// The variant's name in Elm.
            pub fn name(self) -> &'static str {
                match self {
                    $(EffectKind::$kind => $name),*
                }
            }
        }
    };
}

kinds! {
    Broadcast = "Broadcast",
    SendToUser = "SendToUser",
    UpdateGameState = "UpdateGameState",
    DeleteGameState = "DeleteGameState",
    UpdateDocument = "UpdateDocument",
    DeleteDocument = "DeleteDocument",
    DeleteUpload = "DeleteUpload",
    KvSet = "KVSet",
    KvDelete = "KVDelete",
    ScheduleEvent = "ScheduleEvent",
    ScheduleKeyedEvent = "ScheduleKeyedEvent",
    ScheduleEventInMilliseconds = "ScheduleEventInMilliseconds",
    ScheduleCron = "ScheduleCron",
    CancelEvent = "CancelEvent",
    StartTicks = "StartTicks",
    StopTicks = "StopTicks",
    JoinRoom = "JoinRoom",
    LeaveRoom = "LeaveRoom",
    Disconnect = "Disconnect",
    Webhook = "Webhook",
    KeyedWebhook = "KeyedWebhook",
    Log = "Log",
}

impl Effect {
    /// Which variant of the Elm type it is.
    pub fn kind(&self) -> EffectKind {
        match self {
            Effect::Broadcast { .. } => EffectKind::Broadcast,
            Effect::SendToUser { .. } => EffectKind::SendToUser,
            Effect::UpdateGameState { .. } => EffectKind::UpdateGameState,
            Effect::DeleteGameState { .. } => EffectKind::DeleteGameState,
            Effect::UpdateDocument { .. } => EffectKind::UpdateDocument,
            Effect::DeleteDocument { .. } => EffectKind::DeleteDocument,
            Effect::DeleteUpload { .. } => EffectKind::DeleteUpload,
            Effect::KvSet { .. } => EffectKind::KvSet,
            Effect::KvDelete { .. } => EffectKind::KvDelete,
            Effect::ScheduleEvent { key: None, .. } => EffectKind::ScheduleEvent,
            Effect::ScheduleEvent { key: Some(_), .. } => EffectKind::ScheduleKeyedEvent,
            Effect::ScheduleEventInMilliseconds { .. } => EffectKind::ScheduleEventInMilliseconds,
            Effect::ScheduleCron { .. } => EffectKind::ScheduleCron,
            Effect::CancelEvent { .. } => EffectKind::CancelEvent,
            Effect::StartTicks { .. } => EffectKind::StartTicks,
            Effect::StopTicks { .. } => EffectKind::StopTicks,
            Effect::JoinRoom { .. } => EffectKind::JoinRoom,
            Effect::LeaveRoom { .. } => EffectKind::LeaveRoom,
            Effect::Disconnect { .. } => EffectKind::Disconnect,
            Effect::Webhook { key: None, .. } => EffectKind::Webhook,
            Effect::Webhook { key: Some(_), .. } => EffectKind::KeyedWebhook,
            Effect::Log(_) => EffectKind::Log,
        }
    }
}
