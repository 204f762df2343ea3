//! What a connection of a run goes over: TCP, or TLS over it.
//!
//! It is read and written without waiting, as TCP is; of TLS what the socket does not take at once is held back here.

use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, Interest, ReadBuf, Ready};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConnection;

pub(super) struct Wire {
    stream: TcpStream,
    tls: Option<Box<ClientConnection>>,
}

/// The socket as TLS reads and writes it.
struct Socket<'a>(&'a TcpStream);

impl Read for Socket<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

impl Write for Socket<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Wire {
    pub(super) fn plain(stream: TcpStream) -> Wire {
        Wire { stream, tls: None }
    }

    pub(super) fn secured(stream: TlsStream<TcpStream>) -> Wire {
        let (stream, tls) = stream.into_inner();
        Wire {
            stream,
            tls: Some(Box::new(tls)),
        }
    }

    /// Waits until there may be something to read. What TLS has read and not given out yet counts, too.
    pub(super) async fn readable(&mut self) -> io::Result<()> {
        match self.has_read() {
            true => Ok(()),
            false => self.stream.readable().await,
        }
    }

    pub(super) async fn writable(&self) -> io::Result<()> {
        self.stream.writable().await
    }

    pub(super) async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        self.stream.ready(interest).await
    }

    /// Reads what is there; 0 where the server has closed it.
    pub(super) fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else {
            return read_to_the_end(&mut self.stream, buffer);
        };
        loop {
            match tls.reader().read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
            if tls.read_tls(&mut Socket(&self.stream))? == 0 {
                return Ok(0);
            }
            tls.process_new_packets().map_err(io::Error::other)?;
        }
    }

    /// Writes what fits.
    pub(super) fn try_write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.let_go()?;
        match &mut self.tls {
            None => self.stream.try_write(bytes),
            Some(tls) if tls.wants_write() => Err(io::ErrorKind::WouldBlock.into()),
            Some(tls) => {
                let taken = tls.writer().write(bytes)?;
                self.let_go()?;
                Ok(taken)
            }
        }
    }

    /// Whether something waits for the socket to take it.
    pub(super) fn holds_back(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.wants_write())
    }

    /// Writes what was held back, as far as the socket takes it.
    pub(super) fn let_go(&mut self) -> io::Result<()> {
        let Some(tls) = &mut self.tls else {
            return Ok(());
        };
        while tls.wants_write() {
            match tls.write_tls(&mut Socket(&self.stream)) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn has_read(&mut self) -> bool {
        let Some(tls) = &mut self.tls else {
            return false;
        };
        // It looks without taking.
        tls.process_new_packets()
            .is_ok_and(|state| state.plaintext_bytes_to_read() > 0)
    }
}

/// Reads without waiting. Where that is all that there was, the next call does not have to ask the system to know it: what a client of
/// the load does less, the server has more of the machine for.
fn read_to_the_end(stream: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    let mut buffer = ReadBuf::new(buffer);
    // Who waits does so by `readable`, which has a waker of its own.
    let mut nobody = Context::from_waker(Waker::noop());
    match Pin::new(stream).poll_read(&mut nobody, &mut buffer) {
        Poll::Ready(read) => read.map(|()| buffer.filled().len()),
        Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
    }
}
