//! What stands for a thing of the record where the thing itself is not to be carried: its place in a list.
//!
//! **Invariant.** Only the record gives ids out, so that each names something, and none can be taken for that of
//! another kind.

macro_rules! id {
    ($(#[$comment:meta])* $name:ident) => {
        $(#[$comment])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Each thing of a list with its id.
            pub(super) fn enumerate<T>(all: &[T]) -> impl Iterator<Item = (Self, &T)> + Clone {
                (0..).map(Self).zip(all)
            }

            /// The thing that it stands for.
            pub(super) fn of<T>(self, all: &[T]) -> &T {
                &all[self.0 as usize]
            }
        }
    };
}

id! {
    /// A meeting of the record.
    MeetingId
}

id! {
    /// A standard of the record.
    StandardId
}

id! {
    /// A version of the record.
    VersionId
}

id! {
    /// An event of a standard: a place among its events.
    EventId
}

/// A decision of the record: that of a place in a section of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionId {
    /// Its meeting.
    pub meeting: MeetingId,
    /// The place of its section in the meeting.
    pub section: usize,
    /// Its place in the section.
    pub decision: usize,
}
