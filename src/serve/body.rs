//! What an answer carries: bytes, or events as long as the page is open.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::watch;

use super::Shown;

/// A sign of life after so long, so that a page that is gone is noticed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

type Receiver = watch::Receiver<Arc<Shown>>;
type Next = Pin<Box<dyn Future<Output = Option<(Bytes, Receiver)>> + Send>>;

/// The body of an answer.
pub(super) enum Body {
    /// All of it; none once it is handed over.
    Whole(Option<Bytes>),
    /// The version shown, at once and whenever it changes, as server-sent events.
    Events(Next),
}

impl Body {
    /// Returns a body of `bytes`.
    pub(super) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()))
    }

    /// Returns the events of `shown`.
    pub(super) fn events(mut shown: Receiver) -> Self {
        shown.mark_changed();
        Self::Events(Box::pin(next_event(shown)))
    }
}

async fn next_event(mut shown: Receiver) -> Option<(Bytes, Receiver)> {
    let event = match tokio::time::timeout(SIGN_OF_LIFE, shown.changed()).await {
        Err(_elapsed) => Bytes::from_static(b":\n\n"),
        Ok(Err(_the_server_ends)) => return None,
        Ok(Ok(())) => format!("retry: 500\ndata: {}\n\n", shown.borrow_and_update().version).into(),
    };
    Some((event, shown))
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Events(next) => match ready!(next.as_mut().poll(context)) {
                Some((event, shown)) => {
                    *next = Box::pin(next_event(shown));
                    Poll::Ready(Some(Ok(Frame::data(event))))
                }
                None => {
                    *self = Self::Whole(None);
                    Poll::Ready(None)
                }
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
            }
            Self::Events(_) => SizeHint::default(),
        }
    }
}
