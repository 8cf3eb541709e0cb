namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>What a <see cref="MisbehavingOrigin"/> does with one request. A whole answer is what a well-behaved server would give.</summary>
public enum Misbehaviour
{
    /// <summary>A whole answer, and the connection stays open.</summary>
    None,

    /// <summary>A whole answer in chunks.</summary>
    Chunked,

    /// <summary>A whole answer that the connection's end delimits.</summary>
    UntilClose,

    /// <summary>A whole answer in many small pieces.</summary>
    Trickle,

    /// <summary>503 in S3's form, and the connection stays open.</summary>
    SlowDown,

    /// <summary>A whole answer before the request's body is read, which then is.</summary>
    EarlyAnswer,

    /// <summary>403 and the end, with the request's body unread: the kernel makes a reset of it.</summary>
    EarlyRefusal,

    /// <summary>A whole answer, then the connection is closed without having said so.</summary>
    CloseAfterAnswer,

    /// <summary>A whole answer, then the connection is reset.</summary>
    ResetAfterAnswer,

    /// <summary>A whole answer, then the sending half ends; what comes is still read.</summary>
    HalfClose,

    /// <summary>A whole answer and a second one that nobody asked for, in one piece.</summary>
    SecondAnswer,

    /// <summary>
    /// A whole answer, and a second one in a piece of its own, on a connection that looks unused by then. When the next request is out
    /// before it arrives, HTTP/1.1 has nothing that tells it from that request's answer: no test may count on that under load.
    /// </summary>
    SecondAnswerLater,

    /// <summary>More bytes than Content-Length says.</summary>
    LongBody,

    /// <summary>The connection ends before any byte of an answer.</summary>
    EndBeforeAnswer,

    /// <summary>It ends in the answer's head.</summary>
    EndInHead,

    /// <summary>It ends in the answer's body.</summary>
    EndInBody,

    /// <summary>A reset before any byte of an answer.</summary>
    ResetBeforeAnswer,

    /// <summary>A reset in the answer's head.</summary>
    ResetInHead,

    /// <summary>A reset in the answer's body.</summary>
    ResetInBody,

    /// <summary>Nothing is said, and the connection stays open.</summary>
    SilentBeforeAnswer,

    /// <summary>The answer stops in its head, and the connection stays open.</summary>
    SilentInHead,

    /// <summary>The answer stops in its body, and the connection stays open.</summary>
    SilentInBody,

    /// <summary>Bytes that are no HTTP.</summary>
    Garbage,

    /// <summary>Field lines without end.</summary>
    EndlessHead,

    /// <summary>Informational responses without end.</summary>
    EndlessInterim,

    /// <summary>Content-Length and Transfer-Encoding at once.</summary>
    BothFramings,

    /// <summary>A chunk whose size is none.</summary>
    BadChunk,
}
