namespace AwsAuthFastProxy.SigV4;

/// <summary>Why a text is not a credential scope. <see cref="CredentialScope.Describe"/> gives the sentence for people.</summary>
public enum CredentialScopeError : byte
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Not four parts between slashes.</summary>
    NotFourParts,

    /// <summary>The first part is not eight digits that name a day of the calendar.</summary>
    BadDate,

    /// <summary>The region is empty.</summary>
    EmptyRegion,

    /// <summary>The service is empty.</summary>
    EmptyService,

    /// <summary>Region or service holds something else than ASCII letters, digits, '-', '_' and '.'.</summary>
    ForbiddenCharacter,

    /// <summary>The last part is not aws4_request.</summary>
    BadTerminator,
}
