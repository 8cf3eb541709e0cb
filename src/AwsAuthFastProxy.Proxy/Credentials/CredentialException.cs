namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>Keys could not be had from a provider. The message goes into logs and answers: one line, without secrets.</summary>
public sealed class CredentialException : Exception
{
    /// <summary>Without a message.</summary>
    public CredentialException()
    {
    }

    /// <summary>With the reason.</summary>
    public CredentialException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause, which is not shown.</summary>
    public CredentialException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
